using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Tsps.Bittensor.Keys;

namespace Tsps.Bittensor.Wallets;

/// <summary>From the bytes of an unencrypted key file to its key. Every refusal is a <see cref="FormatException"/> whose message holds no secret.</summary>
internal static class KeyFileParser
{
    private const int Sr25519CryptoType = 1;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    public static KeyFile Parse(ReadOnlySpan<byte> text)
    {
        using var members = ReadMembers(text);
        if (FindKeypair(members) is { } keypair)
        {
            return new KeyFile(keypair.Hotkey, keypair, FindContradictions(members, keypair));
        }

        return !string.IsNullOrWhiteSpace(members.Ss58Address)
            ? new KeyFile(Ss58.Encode(Ss58.Decode(members.Ss58Address)), null, [])
            : throw new FormatException("it has none of secretSeed, secretPhrase, privateKey and ss58Address.");
    }

    private static KeyFileMembers ReadMembers(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(ByteOrderMark))
        {
            throw new FormatException("it begins with a byte order mark. Save it as UTF-8 without one.");
        }

        var members = ReadObject(text);
        if (members.CryptoType is null or Sr25519CryptoType)
        {
            return members;
        }

        members.Dispose();
        throw new FormatException($"its cryptoType is {members.CryptoType}, and only sr25519, which is {Sr25519CryptoType}, is supported.");
    }

    private static KeyFileMembers ReadObject(ReadOnlySpan<byte> text)
    {
        try
        {
            return KeyFileMembers.Read(text);
        }
        catch (JsonException)
        {
            // The parser's own message may quote the text, so it goes no further.
            throw new FormatException("it is not the JSON object of texts that btcli writes.");
        }
    }

    private static Keypair? FindKeypair(KeyFileMembers members)
    {
        if (HasValue(members.SecretSeed) && !SeedYieldsToPhrase(members))
        {
            return FromHex(members.SecretSeed!.Chars, "secretSeed", Sr25519.MiniSecretSize, Keypair.FromSeed);
        }

        if (HasValue(members.SecretPhrase))
        {
            return Keypair.FromMnemonic(members.SecretPhrase!.Chars);
        }

        return HasValue(members.PrivateKey)
            ? FromHex(members.PrivateKey!.Chars, "privateKey", Sr25519.ExpandedSize, Keypair.FromExpanded)
            : null;
    }

    /// <summary>An expanded key in the seed's place is passed over where there is a phrase, as SDK 10 does.</summary>
    private static bool SeedYieldsToPhrase(KeyFileMembers members) =>
        HasValue(members.SecretPhrase) && HexDigits(members.SecretSeed!.Chars).Length == 2 * Sr25519.ExpandedSize;

    private static Keypair FromHex(ReadOnlySpan<char> text, string member, int size, Func<ReadOnlySpan<byte>, Keypair> make)
    {
        var bytes = new byte[size];
        var digits = HexDigits(text);
        try
        {
            return digits.Length == 2 * size && Convert.FromHexString(digits, bytes, out _, out _) == OperationStatus.Done
                ? make(bytes)
                : throw new FormatException($"its {member} is not {size} bytes in hex digits.");
        }
        catch (ArgumentException)
        {
            throw new FormatException($"its {member} is no sr25519 key: the first half must be a scalar below the group order.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static ReadOnlySpan<char> HexDigits(ReadOnlySpan<char> text) => text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;

    private static List<string> FindContradictions(KeyFileMembers members, Keypair keypair)
    {
        var warnings = new List<string>();
        if (!string.IsNullOrWhiteSpace(members.Ss58Address) && members.Ss58Address != keypair.Hotkey.Address)
        {
            warnings.Add($"Its ss58Address is {members.Ss58Address}, but its secret belongs to {keypair.Hotkey}, which is used.");
        }

        if (HasValue(members.SecretSeed) && HasValue(members.SecretPhrase) && AddressOf(members.SecretPhrase!.Chars) is var address && address != keypair.Hotkey.Address)
        {
            warnings.Add($"Its secretSeed belongs to {keypair.Hotkey}, which is used, but its secretPhrase {(address is null ? "is no mnemonic" : $"to {address}, which bittensor 10 uses")}.");
        }

        return warnings;
    }

    private static string? AddressOf(ReadOnlySpan<char> phrase)
    {
        try
        {
            using var keypair = Keypair.FromMnemonic(phrase);
            return keypair.Hotkey.Address;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool HasValue(SecretText? member) => member is not null && !member.Chars.IsWhiteSpace();
}
