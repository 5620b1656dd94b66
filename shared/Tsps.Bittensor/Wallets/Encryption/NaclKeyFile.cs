using System.Security.Cryptography;
using Tsps.Bittensor.Keys;

namespace Tsps.Bittensor.Wallets.Encryption;

/// <summary>
/// What btcli and both SDK generations write: <c>$NACL</c>, then a nonce of 24 bytes and NaCl's secretbox (XSalsa20-Poly1305) under a key that
/// Argon2i makes of the password with libsodium's "sensitive" limits and one salt for all files.
/// </summary>
internal static class NaclKeyFile
{
    private const ulong Passes = 8;
    private const int Memory = 512 << 20;

    private static ReadOnlySpan<byte> Prefix => "$NACL"u8;

    private static ReadOnlySpan<byte> Salt => [0x13, 0x71, 0x83, 0xdf, 0xf1, 0x5a, 0x09, 0xbc, 0x9c, 0x90, 0xb5, 0x51, 0x87, 0x39, 0xe9, 0xb1];

    public static bool Is(ReadOnlySpan<byte> text) => text.StartsWith(Prefix);

    public static byte[] Encrypt(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> password)
    {
        using var key = DeriveKey(password);
        var file = new byte[Prefix.Length + Sodium.SecretBoxNonceSize + Sodium.SecretBoxTagSize + plain.Length];
        Prefix.CopyTo(file);
        var nonce = file.AsSpan(Prefix.Length, Sodium.SecretBoxNonceSize);
        RandomNumberGenerator.Fill(nonce);
        Sodium.Check(Sodium.SecretBox(file.AsSpan(Prefix.Length + nonce.Length), plain, (ulong)plain.Length, nonce, key.Span));
        return file;
    }

    /// <summary>Null when the password is wrong or the file damaged, which cannot be told apart.</summary>
    /// <exception cref="FormatException">There is not enough memory for Argon2i.</exception>
    public static byte[]? Decrypt(ReadOnlySpan<byte> text, ReadOnlySpan<byte> password)
    {
        var sealedBytes = text[Prefix.Length..];
        if (sealedBytes.Length < Sodium.SecretBoxNonceSize + Sodium.SecretBoxTagSize)
        {
            return null;
        }

        using var key = DeriveKey(password);
        var box = sealedBytes[Sodium.SecretBoxNonceSize..];
        var plain = new byte[box.Length - Sodium.SecretBoxTagSize];
        return Sodium.SecretBoxOpen(plain, box, (ulong)box.Length, sealedBytes[..Sodium.SecretBoxNonceSize], key.Span) == 0 ? plain : null;
    }

    private static SecretBytes DeriveKey(ReadOnlySpan<byte> password)
    {
        var key = new SecretBytes(Sodium.SecretBoxKeySize);
        return Sodium.Argon2i(key.Span, password, Salt, Passes, Memory) == 0
            ? key
            : throw new FormatException($"its encryption takes {Memory >> 20} MB of memory, which cannot be had.");
    }
}
