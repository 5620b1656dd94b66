using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;

namespace Tsps.Drand.Tests.Support;

/// <summary>Generators: any element, and often one at the edge.</summary>
internal static class Elements
{
    private static readonly BigInteger[] Edges =
    [
        0, 1, 2, Numbers.Modulus - 1, Numbers.Modulus - 2, (Numbers.Modulus - 1) / 2, (Numbers.Modulus + 1) / 2,
        BigInteger.Pow(2, 64) - 1, BigInteger.Pow(2, 64), BigInteger.Pow(2, 320), BigInteger.Pow(2, 380),
        Numbers.Reduce(BigInteger.Pow(2, 384), Numbers.Modulus), Numbers.Reduce(-BigInteger.Pow(2, 384), Numbers.Modulus),
    ];

    public static Gen<byte[]> Bytes(int count) => Gen.Choose(0, byte.MaxValue).Select(value => (byte)value).ArrayOf(count);

    public static Gen<Fp> Fps { get; } = Gen.Frequency(
        (3, Bytes(Fp.WideSize).Select(bytes => Fp.FromWide(bytes))),
        (1, Gen.Elements(Edges).Select(Numbers.ToFp)));

    public static Gen<Fp2> Fp2s { get; } = from c0 in Fps from c1 in Fps select new Fp2(c0, c1);

    public static Gen<Fp6> Fp6s { get; } = from c0 in Fp2s from c1 in Fp2s from c2 in Fp2s select new Fp6(c0, c1, c2);

    public static Gen<Fp12> Fp12s { get; } = from c0 in Fp6s from c1 in Fp6s select new Fp12(c0, c1);

    /// <summary>From 1 to the order less one.</summary>
    public static Gen<BigInteger> Scalars { get; } = Gen.Frequency(
        (3, Bytes(40).Select(bytes => (Numbers.Number(bytes) % (Numbers.Order - 1)) + 1)),
        (1, Gen.Elements(BigInteger.One, 2, 3, Numbers.Order - 1, Numbers.Order - 2)));

    public static Gen<AffinePoint<Fp>> G1Points { get; } = Scalars.Select(scalar => Bls12381.G1.Generator.Times(scalar));

    public static Gen<AffinePoint<Fp2>> G2Points { get; } = Scalars.Select(scalar => Bls12381.G2.Generator.Times(scalar));

    public static AffinePoint<TField> Times<TField>(this AffinePoint<TField> point, BigInteger scalar)
        where TField : struct, ICoordinate<TField> =>
        point.Multiply(Numbers.ToBytes(scalar, scalar.GetByteCount(isUnsigned: true))).ToAffine();

    public static AffinePoint<TField> Plus<TField>(this AffinePoint<TField> point, AffinePoint<TField> other)
        where TField : struct, ICoordinate<TField> =>
        JacobianPoint<TField>.From(point).Add(other).ToAffine();
}
