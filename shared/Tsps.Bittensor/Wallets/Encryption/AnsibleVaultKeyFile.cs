using System.Buffers;
using System.Security.Cryptography;

namespace Tsps.Bittensor.Wallets.Encryption;

/// <summary>
/// What earlier versions wrote: Ansible Vault 1.1 and 1.2. After a line of header come hex digits of three texts in lines: salt, HMAC-SHA256
/// and cipher text, in hex digits again. PBKDF2 makes of the password the key of AES-256 in counter mode, that of the HMAC, and the first counter.
/// </summary>
internal static class AnsibleVaultKeyFile
{
    private const int Rounds = 10_000;
    private const int KeySize = 32;
    private const int BlockSize = 16;
    private const byte LineFeed = (byte)'\n';

    private static ReadOnlySpan<byte> Prefix => "$ANSIBLE_VAULT"u8;

    public static bool Is(ReadOnlySpan<byte> text) => text.StartsWith(Prefix);

    /// <summary>Null when the password is wrong or the file damaged.</summary>
    public static byte[]? Decrypt(ReadOnlySpan<byte> text, ReadOnlySpan<byte> password)
    {
        if (!TryReadParts(text, out var salt, out var expectedHash, out var cipherText))
        {
            return null;
        }

        using var derived = new SecretBytes((2 * KeySize) + BlockSize);
        Rfc2898DeriveBytes.Pbkdf2(password, salt, derived.Span, Rounds, HashAlgorithmName.SHA256);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(derived.Span.Slice(KeySize, KeySize), cipherText, hash);
        return CryptographicOperations.FixedTimeEquals(hash, expectedHash)
            ? Unpad(ApplyCounterMode(cipherText, derived.Span[..KeySize], derived.Span[(2 * KeySize)..]))
            : null;
    }

    private static bool TryReadParts(ReadOnlySpan<byte> text, out byte[] salt, out byte[] hash, out byte[] cipherText)
    {
        salt = hash = cipherText = [];
        var header = text.IndexOf(LineFeed);
        return header > 0
            && TryReadHex(WithoutLineBreaks(text[(header + 1)..]), out var lines)
            && lines.AsSpan().Count(LineFeed) == 2
            && lines.AsSpan().IndexOf(LineFeed) is var first
            && lines.AsSpan().LastIndexOf(LineFeed) is var last
            && TryReadHex(lines.AsSpan(..first), out salt)
            && TryReadHex(lines.AsSpan((first + 1)..last), out hash)
            && TryReadHex(lines.AsSpan((last + 1)..), out cipherText);
    }

    private static byte[] WithoutLineBreaks(ReadOnlySpan<byte> text) => [.. text.ToArray().Where(character => character is not (LineFeed or (byte)'\r'))];

    private static bool TryReadHex(ReadOnlySpan<byte> digits, out byte[] bytes)
    {
        bytes = new byte[digits.Length / 2];
        return Convert.FromHexString(digits, bytes, out _, out _) == OperationStatus.Done;
    }

    /// <summary>Counter mode, which .NET has not: the text xor the encrypted counters.</summary>
    private static byte[] ApplyCounterMode(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, ReadOnlySpan<byte> firstCounter)
    {
        using var counters = new SecretBytes((text.Length + BlockSize - 1) / BlockSize * BlockSize);
        Span<byte> counter = stackalloc byte[BlockSize];
        firstCounter.CopyTo(counter);
        for (var at = 0; at < counters.Span.Length; at += BlockSize)
        {
            counter.CopyTo(counters.Span[at..]);
            Increment(counter);
        }

        using var aes = Aes.Create();
        aes.SetKey(key);
        aes.EncryptEcb(counters.Span, counters.Span, PaddingMode.None);
        var plain = new byte[text.Length];
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] = (byte)(text[i] ^ counters.Span[i]);
        }

        return plain;
    }

    private static void Increment(Span<byte> counter)
    {
        var at = counter.Length - 1;
        while (at >= 0 && ++counter[at] == 0)
        {
            at--;
        }
    }

    /// <summary>PKCS #7: as many bytes as the last one says.</summary>
    private static byte[]? Unpad(byte[] padded)
    {
        if (padded.Length == 0 || padded[^1] > padded.Length)
        {
            return null;
        }

        var plain = padded[..^padded[^1]];
        CryptographicOperations.ZeroMemory(padded);
        return plain;
    }
}
