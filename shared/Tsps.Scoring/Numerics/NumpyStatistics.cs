using System.Numerics;

namespace Tsps.Scoring.Numerics;

/// <summary>
/// numpy's sum, mean, variance and standard deviation to the bit (scoring specification, section 3.1); float stands for float32 arrays,
/// where every single operation rounds.
/// </summary>
internal static class NumpyStatistics
{
    private const int Accumulators = 8;
    private const int LongestBlock = 128;

    /// <summary>numpy's pairwise sum.</summary>
    public static T Sum<T>(ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T>
    {
        if (values.Length > LongestBlock)
        {
            var half = values.Length / 2;
            half -= half % Accumulators;
            return Sum(values[..half]) + Sum(values[half..]);
        }

        return values.Length < Accumulators ? SumLeftToRight(T.Zero, values) : SumBlock(values);
    }

    /// <summary>NaN when there are none.</summary>
    public static T Mean<T>(ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T> => Sum(values) / T.CreateChecked(values.Length);

    /// <summary>The population variance.</summary>
    public static T Variance<T>(ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T>
    {
        var mean = Mean(values);
        var squares = new T[values.Length];
        for (var i = 0; i < squares.Length; i++)
        {
            var difference = values[i] - mean;
            squares[i] = difference * difference;
        }

        return Mean<T>(squares);
    }

    /// <summary>The population standard deviation.</summary>
    public static T StandardDeviation<T>(ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T> => T.Sqrt(Variance(values));

    /// <summary>Python's own <c>sum</c>: plain left to right.</summary>
    public static double PlainSum(ReadOnlySpan<double> values) => SumLeftToRight(0.0, values);

    private static T SumBlock<T>(ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T>
    {
        var (r0, r1, r2, r3) = (values[0], values[1], values[2], values[3]);
        var (r4, r5, r6, r7) = (values[4], values[5], values[6], values[7]);
        var i = Accumulators;
        for (; i <= values.Length - Accumulators; i += Accumulators)
        {
            var block = values.Slice(i, Accumulators);
            r0 += block[0];
            r1 += block[1];
            r2 += block[2];
            r3 += block[3];
            r4 += block[4];
            r5 += block[5];
            r6 += block[6];
            r7 += block[7];
        }

        return SumLeftToRight(((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7)), values[i..]);
    }

    private static T SumLeftToRight<T>(T start, ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T>
    {
        foreach (var value in values)
        {
            start += value;
        }

        return start;
    }
}
