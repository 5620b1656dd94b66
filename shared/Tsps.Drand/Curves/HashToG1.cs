using Tsps.Drand.Fields;

namespace Tsps.Drand.Curves;

/// <summary>hash_to_curve of the suite BLS12381G1_XMD:SHA-256_SSWU_RO_ (RFC 9380, section 8.8.1).</summary>
internal static class HashToG1
{
    /// <summary>h_eff: times it, a point of the curve comes into the group of prime order.</summary>
    private static ReadOnlySpan<byte> EffectiveCofactor => [0xd2, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01];

    /// <summary>A point that depends on the message as a random one would, with no known multiple of another.</summary>
    /// <param name="domainSeparationTag">Names the use; at most 255 bytes.</param>
    public static AffinePoint<Fp> Hash(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domainSeparationTag)
    {
        var (u0, u1) = HashToField(message, domainSeparationTag);
        return JacobianPoint<Fp>.From(MapToCurve(u0)).Add(MapToCurve(u1)).ToAffine().Multiply(EffectiveCofactor).ToAffine();
    }

    internal static (Fp U0, Fp U1) HashToField(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domainSeparationTag)
    {
        Span<byte> uniform = stackalloc byte[2 * Fp.WideSize];
        ExpandMessage.Fill(uniform, message, domainSeparationTag);
        return (Fp.FromWide(uniform[..Fp.WideSize]), Fp.FromWide(uniform[Fp.WideSize..]));
    }

    internal static AffinePoint<Fp> MapToCurve(in Fp u) => Isogeny.Map(SimplifiedSwu.Map(u));
}
