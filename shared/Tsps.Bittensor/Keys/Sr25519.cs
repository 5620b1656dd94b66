using System.Security.Cryptography;

namespace Tsps.Bittensor.Keys;

/// <summary>Schnorr signatures over Ristretto as schnorrkel makes them in the context <c>substrate</c> (keys specification, "sign and verify").</summary>
public static class Sr25519
{
    /// <summary>Bytes of a compressed public key.</summary>
    public const int PublicKeySize = 32;

    /// <summary>Bytes of a mini secret, the "secret seed".</summary>
    public const int MiniSecretSize = 32;

    /// <summary>Bytes of an expanded private key: a scalar of 32 bytes, then a nonce seed of 32.</summary>
    public const int ExpandedSize = 64;

    /// <summary>Bytes of a signature: compressed R, then s with the marker bit.</summary>
    public const int SignatureSize = 64;

    internal const int ScalarSize = 32;

    private const byte MarkerBit = 0x80;

    /// <summary>
    /// Whether <paramref name="signature"/> is one of exactly these bytes by the owner of <paramref name="publicKey"/>.
    /// Bytes of another length, a missing marker, an s that is not canonical and a public key that is no point are all just false.
    /// </summary>
    /// <remarks>The public key of zeros (the identity) is refused too: anyone could sign for it.</remarks>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Span<byte> s = stackalloc byte[ScalarSize];
        if (publicKey.Length != PublicKeySize || !TryReadScalar(signature, s))
        {
            return false;
        }

        var r = signature[..PublicKeySize];
        Span<byte> memory = stackalloc byte[MerlinTranscript.MemorySize];
        var transcript = BeginSignature(memory, publicKey, message);
        Span<byte> k = stackalloc byte[ScalarSize];
        AppendCommitment(ref transcript, r, k);

        // R = s·B − k·A, compared in its compressed form: R itself is never decompressed.
        Span<byte> sB = stackalloc byte[PublicKeySize];
        Span<byte> kA = stackalloc byte[PublicKeySize];
        Span<byte> expected = stackalloc byte[PublicKeySize];
        return Sodium.ScalarMult(kA, k, publicKey) == 0
            && Sodium.ScalarMultBase(sB, s) == 0
            && Sodium.PointSubtract(expected, sB, kA) == 0
            && expected.SequenceEqual(r);
    }

    /// <summary>Signs with an expanded private key; the secret operations take the same time for every key.</summary>
    internal static void Sign(ReadOnlySpan<byte> expanded, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        var r = signature[..PublicKeySize];
        var s = signature[PublicKeySize..];
        Span<byte> memory = stackalloc byte[MerlinTranscript.MemorySize];
        var transcript = BeginSignature(memory, publicKey, message);

        Span<byte> nonce = stackalloc byte[ScalarSize];
        Span<byte> wide = stackalloc byte[2 * ScalarSize];
        transcript.Witness("signing"u8, expanded[ScalarSize..], wide);
        Sodium.ScalarReduce(nonce, wide);
        Sodium.Check(Sodium.ScalarMultBase(r, nonce));

        Span<byte> k = stackalloc byte[ScalarSize];
        AppendCommitment(ref transcript, r, k);
        Span<byte> product = stackalloc byte[ScalarSize];
        Sodium.ScalarMultiply(product, k, expanded[..ScalarSize]);
        Sodium.ScalarAdd(s, product, nonce);
        s[^1] |= MarkerBit;

        CryptographicOperations.ZeroMemory(nonce);
        CryptographicOperations.ZeroMemory(wide);
        CryptographicOperations.ZeroMemory(product);
    }

    /// <summary>Whether 32 bytes are a scalar below the group order.</summary>
    internal static bool IsCanonicalScalar(ReadOnlySpan<byte> scalar)
    {
        Span<byte> wide = stackalloc byte[2 * ScalarSize];
        Span<byte> reduced = stackalloc byte[ScalarSize];
        scalar.CopyTo(wide);
        wide[ScalarSize..].Clear();
        Sodium.ScalarReduce(reduced, wide);
        var canonical = CryptographicOperations.FixedTimeEquals(reduced, scalar);
        CryptographicOperations.ZeroMemory(wide);
        CryptographicOperations.ZeroMemory(reduced);
        return canonical;
    }

    private static bool TryReadScalar(ReadOnlySpan<byte> signature, Span<byte> s)
    {
        if (signature.Length != SignatureSize || (signature[^1] & MarkerBit) == 0)
        {
            return false;
        }

        signature[PublicKeySize..].CopyTo(s);
        s[^1] &= unchecked((byte)~MarkerBit);
        return IsCanonicalScalar(s);
    }

    private static MerlinTranscript BeginSignature(Span<byte> memory, scoped ReadOnlySpan<byte> publicKey, scoped ReadOnlySpan<byte> message)
    {
        var transcript = new MerlinTranscript(memory, "SigningContext"u8);
        transcript.Append([], "substrate"u8);
        transcript.Append("sign-bytes"u8, message);
        transcript.Append("proto-name"u8, "Schnorr-sig"u8);
        transcript.Append("sign:pk"u8, publicKey);
        return transcript;
    }

    private static void AppendCommitment(ref MerlinTranscript transcript, scoped ReadOnlySpan<byte> r, scoped Span<byte> challenge)
    {
        transcript.Append("sign:R"u8, r);
        transcript.ChallengeScalar("sign:c"u8, challenge);
    }
}
