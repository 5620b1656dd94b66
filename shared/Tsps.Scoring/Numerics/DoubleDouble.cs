namespace Tsps.Scoring.Numerics;

/// <summary>
/// An unevaluated sum of two doubles, about 106 significant bits: what the elementary functions compute in, so that rounding once at
/// the end is all the error there is.
/// </summary>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var high = TwoSum(a.High, b.High);
        var low = TwoSum(a.Low, b.Low);
        var sum = QuickTwoSum(high.High, high.Low + low.High);
        return QuickTwoSum(sum.High, sum.Low + low.Low);
    }

    public static DoubleDouble operator +(DoubleDouble a, double b)
    {
        var sum = TwoSum(a.High, b);
        return QuickTwoSum(sum.High, sum.Low + a.Low);
    }

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = TwoProduct(a.High, b.High);
        return QuickTwoSum(product.High, product.Low + ((a.High * b.Low) + (a.Low * b.High)));
    }

    public static DoubleDouble operator /(DoubleDouble a, double b)
    {
        var quotient = a.High / b;
        var product = TwoProduct(quotient, b);
        return QuickTwoSum(quotient, (a.High - product.High - product.Low + a.Low) / b);
    }

    /// <summary>Multiplies by a power of two, which is exact short of overflow and underflow.</summary>
    public DoubleDouble Scale(int exponent) => new(Math.ScaleB(High, exponent), Math.ScaleB(Low, exponent));

    public static DoubleDouble TwoSum(double a, double b)
    {
        var sum = a + b;
        var rest = sum - a;
        return new(sum, (a - (sum - rest)) + (b - rest));
    }

    public static DoubleDouble TwoProduct(double a, double b)
    {
        var product = a * b;
        return new(product, Math.FusedMultiplyAdd(a, b, -product));
    }

    /// <summary>As <see cref="TwoSum"/>, for |a| ≥ |b|.</summary>
    private static DoubleDouble QuickTwoSum(double a, double b)
    {
        var sum = a + b;
        return new(sum, b - (sum - a));
    }
}
