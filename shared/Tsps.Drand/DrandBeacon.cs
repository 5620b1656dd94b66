using System.Buffers.Binary;
using System.Security.Cryptography;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;
using Tsps.Drand.Pairings;

namespace Tsps.Drand;

/// <summary>What drand publishes for a round: a BLS signature of the round's number.</summary>
public static class DrandBeacon
{
    /// <summary>Bytes of a signature, a compressed point of G1.</summary>
    public const int SignatureSize = Fp.Size;

    private static ReadOnlySpan<byte> DomainSeparationTag => "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"u8;

    /// <summary>Whether a signature is the chain's for a round. Bytes that are no point of G1 are just false.</summary>
    public static bool Verify(DrandChain chain, ulong round, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(chain);
        AffinePoint<Fp> point;
        try
        {
            point = Bls12381.G1.Decode(signature);
        }
        catch (PointFormatException)
        {
            return false;
        }

        return Pairing.AreEqual(point, Bls12381.G2.Generator, Identity(round), chain.Key);
    }

    /// <summary>The point that a round's signature is the secret key times of; in terms of encryption, the round's identity.</summary>
    internal static AffinePoint<Fp> Identity(ulong round)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(number, round);
        Span<byte> message = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(number, message);
        return HashToG1.Hash(message, DomainSeparationTag);
    }
}
