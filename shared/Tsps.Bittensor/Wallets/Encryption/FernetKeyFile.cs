using System.Buffers.Text;
using System.Security.Cryptography;

namespace Tsps.Bittensor.Wallets.Encryption;

/// <summary>
/// What the first versions wrote: a Fernet token, which is base64url of a version, a time, the first block, AES-128-CBC and an HMAC-SHA256; its
/// two keys are PBKDF2's of the password with one salt for all files and ten million rounds.
/// </summary>
internal static class FernetKeyFile
{
    private const int Rounds = 10_000_000;
    private const int KeySize = 16;
    private const int BlockSize = 16;
    private const int HeadSize = 1 + 8;

    private static ReadOnlySpan<byte> Prefix => "gAAAAA"u8;

    private static ReadOnlySpan<byte> Salt => "Iguesscyborgslikemyselfhaveatendencytobeparanoidaboutourorigins"u8;

    public static bool Is(ReadOnlySpan<byte> text) => text.StartsWith(Prefix);

    /// <summary>Null when the password is wrong or the file damaged.</summary>
    public static byte[]? Decrypt(ReadOnlySpan<byte> text, ReadOnlySpan<byte> password)
    {
        if (!TryReadToken(text, out var token) || token.Length < HeadSize + (2 * BlockSize) + HMACSHA256.HashSizeInBytes)
        {
            return null;
        }

        var signed = token.AsSpan(..^HMACSHA256.HashSizeInBytes);
        using var keys = new SecretBytes(2 * KeySize);
        Rfc2898DeriveBytes.Pbkdf2(password, Salt, keys.Span, Rounds, HashAlgorithmName.SHA256);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(keys.Span[..KeySize], signed, hash);
        if (!CryptographicOperations.FixedTimeEquals(hash, token.AsSpan(signed.Length)) || (signed.Length - HeadSize) % BlockSize != 0)
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.SetKey(keys.Span[KeySize..]);
        return aes.DecryptCbc(signed[(HeadSize + BlockSize)..], signed.Slice(HeadSize, BlockSize));
    }

    private static bool TryReadToken(ReadOnlySpan<byte> text, out byte[] token)
    {
        try
        {
            token = Base64Url.DecodeFromUtf8(text);
            return true;
        }
        catch (FormatException)
        {
            token = [];
            return false;
        }
    }
}
