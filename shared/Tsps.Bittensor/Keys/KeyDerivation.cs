using System.Security.Cryptography;

namespace Tsps.Bittensor.Keys;

/// <summary>Expansion and schnorrkel's hierarchical derivation (keys specification, rules 2 and 4). Every output is an expanded key of 64 bytes.</summary>
internal static class KeyDerivation
{
    /// <summary>Expansion in "Ed25519 mode": SHA-512, clamp, divide by 8.</summary>
    public static void Expand(ReadOnlySpan<byte> miniSecret, Span<byte> expanded)
    {
        SHA512.HashData(miniSecret, expanded);
        var scalar = expanded[..Sr25519.ScalarSize];
        scalar[0] &= 248;
        scalar[31] &= 63;
        scalar[31] |= 64;
        DivideBy8(scalar);
    }

    public static void Hard(ReadOnlySpan<byte> expanded, ReadOnlySpan<byte> chainCode, Span<byte> child)
    {
        Span<byte> memory = stackalloc byte[MerlinTranscript.MemorySize];
        var transcript = Begin(memory);
        transcript.Append("chain-code"u8, chainCode);
        transcript.Append("secret-key"u8, expanded[..Sr25519.ScalarSize]);
        Span<byte> miniSecret = stackalloc byte[Sr25519.MiniSecretSize];
        transcript.Challenge("HDKD-hard"u8, miniSecret);
        Expand(miniSecret, child);
        CryptographicOperations.ZeroMemory(miniSecret);
        CryptographicOperations.ZeroMemory(memory);
    }

    /// <summary>The scalar follows from key and chain code; the nonce seed is fresh every time, as schnorrkel has it.</summary>
    public static void Soft(ReadOnlySpan<byte> expanded, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> chainCode, Span<byte> child)
    {
        Span<byte> memory = stackalloc byte[MerlinTranscript.MemorySize];
        var transcript = Begin(memory);
        transcript.Append("chain-code"u8, chainCode);
        transcript.Append("public-key"u8, publicKey);
        Span<byte> shift = stackalloc byte[Sr25519.ScalarSize];
        transcript.ChallengeScalar("HDKD-scalar"u8, shift);
        transcript.Witness("HDKD-nonce"u8, expanded, child[Sr25519.ScalarSize..]);
        Sodium.ScalarAdd(child[..Sr25519.ScalarSize], expanded[..Sr25519.ScalarSize], shift);
        CryptographicOperations.ZeroMemory(shift);
        CryptographicOperations.ZeroMemory(memory);
    }

    private static MerlinTranscript Begin(Span<byte> memory)
    {
        var transcript = new MerlinTranscript(memory, "SchnorrRistrettoHDKD"u8);
        transcript.Append("sign-bytes"u8, []);
        return transcript;
    }

    private static void DivideBy8(Span<byte> scalar)
    {
        var carry = 0;
        for (var i = scalar.Length - 1; i >= 0; i--)
        {
            var value = scalar[i];
            scalar[i] = (byte)((value >> 3) | carry);
            carry = (value & 7) << 5;
        }
    }
}
