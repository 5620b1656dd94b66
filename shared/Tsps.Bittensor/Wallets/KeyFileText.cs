using System.Security.Cryptography;
using Tsps.Bittensor.Keys;

namespace Tsps.Bittensor.Wallets;

/// <summary>The texts of key files as each SDK generation writes them. No value in them needs escaping.</summary>
internal static class KeyFileText
{
    private const string Null = "null";

    /// <summary>The text with the secrets of a mnemonic.</summary>
    /// <exception cref="FormatException">It is no mnemonic.</exception>
    public static string Secret(string mnemonic, KeyFileStyle style)
    {
        Span<byte> miniSecret = stackalloc byte[Sr25519.MiniSecretSize];
        Span<byte> expanded = stackalloc byte[Sr25519.ExpandedSize];
        Mnemonic.ToMiniSecret(mnemonic, "", miniSecret);
        using var keypair = Keypair.FromSeed(miniSecret);
        keypair.CopyExpandedTo(expanded);
        var secrets = new Secrets(Quote(Mnemonic.Normalise(mnemonic)), Hex(miniSecret), Hex(expanded));
        CryptographicOperations.ZeroMemory(miniSecret);
        CryptographicOperations.ZeroMemory(expanded);
        return Write(keypair.PublicKey.Span, secrets, style);
    }

    /// <summary>The text of a public file, which has the address and no secret.</summary>
    public static string Public(ReadOnlySpan<byte> publicKey, KeyFileStyle style) => Write(publicKey, null, style);

    private static string Write(ReadOnlySpan<byte> publicKey, Secrets? secrets, KeyFileStyle style)
    {
        var key = Hex(publicKey);
        var address = Quote(Ss58.Encode(publicKey).Address);
        return style switch
        {
            KeyFileStyle.Sdk6 => Join(", ", ": ",
            [
                ("accountId", key),
                ("publicKey", key),
                ("secretPhrase", secrets?.Phrase ?? Null),
                ("secretSeed", secrets?.Seed ?? Null),
                ("ss58Address", address),
            ]),
            KeyFileStyle.Sdk10 => Join(",", ":",
            [
                ("accountId", key),
                ("publicKey", key),
                .. secrets is null ? Array.Empty<(string, string)>() :
                [
                    ("privateKey", secrets.Expanded),
                    ("secretPhrase", secrets.Phrase),
                    ("secretSeed", secrets.Seed),
                ],
                ("ss58Address", address),
                ("cryptoType", "1"),
            ]),
            _ => throw new ArgumentOutOfRangeException(nameof(style), style, "A key file is written as SDK 6 or SDK 10 does."),
        };
    }

    private static string Join(string memberSeparator, string valueSeparator, ReadOnlySpan<(string Name, string Value)> members)
    {
        var parts = new string[members.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Quote(members[i].Name) + valueSeparator + members[i].Value;
        }

        return $"{{{string.Join(memberSeparator, parts)}}}";
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Quote("0x" + Convert.ToHexStringLower(bytes));

    private static string Quote(string text) => $"\"{text}\"";

    private sealed class Secrets(string phrase, string seed, string expanded)
    {
        public string Phrase { get; } = phrase;

        public string Seed { get; } = seed;

        public string Expanded { get; } = expanded;
    }
}
