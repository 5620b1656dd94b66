using System.Globalization;
using System.Numerics;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;

namespace Tsps.Drand.Tests.Support;

/// <summary>The same numbers as <see cref="BigInteger"/>, to compare with.</summary>
internal static class Numbers
{
    /// <summary>The parameter of the curve, negative, from which its definition derives all else.</summary>
    public static BigInteger X { get; } = -new BigInteger(Bls12381.X);

    public static BigInteger Order { get; } = BigInteger.Pow(X, 4) - BigInteger.Pow(X, 2) + 1;

    public static BigInteger Modulus { get; } = (BigInteger.Pow(X - 1, 2) * Order / 3) + X;

    public static BigInteger Number(this Fp value) =>
        BigInteger.Parse("0" + value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public static BigInteger Number(this ReadOnlySpan<byte> bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    public static BigInteger Number(this ReadOnlySpan<ulong> limbs)
    {
        var number = BigInteger.Zero;
        for (var i = limbs.Length - 1; i >= 0; i--)
        {
            number = (number << 64) + limbs[i];
        }

        return number;
    }

    /// <summary>The residue that is not negative.</summary>
    public static BigInteger Reduce(BigInteger value, BigInteger modulus)
    {
        var remainder = value % modulus;
        return remainder.Sign < 0 ? remainder + modulus : remainder;
    }

    public static Fp ToFp(BigInteger value)
    {
        Assert.True(Fp.TryRead(ToBytes(Reduce(value, Modulus), Fp.Size), out var element));
        return element;
    }

    public static byte[] ToBytes(BigInteger value, int size)
    {
        var bytes = new byte[size];
        Assert.True(value.TryWriteBytes(bytes.AsSpan(size - value.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true));
        return bytes;
    }

    public static ulong[] ToLimbs(BigInteger value)
    {
        var limbs = new List<ulong>();
        for (; !value.IsZero; value >>= 64)
        {
            limbs.Add((ulong)(value & ulong.MaxValue));
        }

        return [.. limbs];
    }

    /// <summary>value^exponent, for exponents of any length.</summary>
    public static TField Power<TField>(TField value, BigInteger exponent)
        where TField : struct, IField<TField> => Exponent.Power(value, ToLimbs(exponent));
}
