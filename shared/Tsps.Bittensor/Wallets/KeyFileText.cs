using System.Security.Cryptography;
using System.Text;
using Tsps.Bittensor.Keys;

namespace Tsps.Bittensor.Wallets;

/// <summary>The texts of key files as each SDK generation writes them, in UTF-8. No value in them needs escaping.</summary>
internal static class KeyFileText
{
    private const string Null = "null";

    /// <summary>The text with the secrets of a mnemonic, the caller's to zero.</summary>
    /// <exception cref="FormatException">It is no mnemonic.</exception>
    public static byte[] Secret(ReadOnlySpan<char> mnemonic, KeyFileStyle style)
    {
        Span<byte> miniSecret = stackalloc byte[Sr25519.MiniSecretSize];
        Span<byte> expanded = stackalloc byte[Sr25519.ExpandedSize];
        Mnemonic.ToMiniSecret(mnemonic, default, miniSecret);
        using var keypair = Keypair.FromSeed(miniSecret);
        keypair.CopyExpandedTo(expanded);
        using var phrase = Mnemonic.Normalise(mnemonic);
        using var seed = Hex(miniSecret);
        using var privateKey = Hex(expanded);
        CryptographicOperations.ZeroMemory(miniSecret);
        CryptographicOperations.ZeroMemory(expanded);
        return Write(keypair.PublicKey.Span, new Secrets(phrase, seed, privateKey), style);
    }

    /// <summary>The text of a public file, which has the address and no secret.</summary>
    public static byte[] Public(ReadOnlySpan<byte> publicKey, KeyFileStyle style) => Write(publicKey, null, style);

    private static byte[] Write(ReadOnlySpan<byte> publicKey, Secrets? secrets, KeyFileStyle style)
    {
        using var key = Hex(publicKey);
        var address = Ss58.Encode(publicKey).Address;
        using var text = style switch
        {
            KeyFileStyle.Sdk6 => new Writer(", ", ": "),
            KeyFileStyle.Sdk10 => new Writer(",", ":"),
            _ => throw new ArgumentOutOfRangeException(nameof(style), style, "A key file is written as SDK 6 or SDK 10 does."),
        };
        text.Member("accountId", key.Chars);
        text.Member("publicKey", key.Chars);
        if (style == KeyFileStyle.Sdk6)
        {
            text.Member("secretPhrase", secrets?.Phrase);
            text.Member("secretSeed", secrets?.Seed);
            text.Member("ss58Address", address);
            return text.Complete();
        }

        if (secrets is not null)
        {
            text.Member("privateKey", secrets.PrivateKey);
            text.Member("secretPhrase", secrets.Phrase);
            text.Member("secretSeed", secrets.Seed);
        }

        text.Member("ss58Address", address);
        text.Number("cryptoType", "1");
        return text.Complete();
    }

    /// <summary>The digits after <c>0x</c>, the caller's to dispose.</summary>
    private static SecretText Hex(ReadOnlySpan<byte> bytes)
    {
        var text = new SecretText("0x");
        Span<char> digits = stackalloc char[2];
        foreach (var value in bytes)
        {
            Convert.TryToHexStringLower([value], digits, out _);
            text.Append(digits);
        }

        digits.Clear();
        return text;
    }

    private sealed record Secrets(SecretText Phrase, SecretText Seed, SecretText PrivateKey);

    private sealed class Writer(string memberSeparator, string valueSeparator) : IDisposable
    {
        private readonly SecretText _text = new("{");
        private bool _hasMembers;

        public void Member(string name, SecretText? value)
        {
            if (value is null)
            {
                Number(name, Null);
            }
            else
            {
                Member(name, value.Chars);
            }
        }

        public void Member(string name, ReadOnlySpan<char> value)
        {
            Begin(name);
            _text.Append('"');
            _text.Append(value);
            _text.Append('"');
        }

        public void Number(string name, string value)
        {
            Begin(name);
            _text.Append(value);
        }

        public byte[] Complete()
        {
            _text.Append('}');
            var bytes = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(_text.Chars), pinned: true);
            Encoding.UTF8.GetBytes(_text.Chars, bytes);
            return bytes;
        }

        public void Dispose() => _text.Dispose();

        private void Begin(string name)
        {
            _text.Append(_hasMembers ? memberSeparator : "");
            _text.Append($"\"{name}\"{valueSeparator}");
            _hasMembers = true;
        }
    }
}
