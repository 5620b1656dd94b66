namespace Tsps.Scoring.Stages;

/// <summary>scikit-learn's MinMaxScaler to 0 … 1 over one column, with its arithmetic (scoring specification, section 3.2).</summary>
internal static class MinMaxScaling
{
    /// <summary>Spans below ten machine epsilons count as none.</summary>
    private const double SmallestSpan = 10 * 2.220446049250313e-16;

    /// <summary>Scales values; NaN stays NaN. Null where the reference refuses: for no value at all and for an infinity.</summary>
    public static double[]? Scale(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return null;
        }

        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (double.IsInfinity(value))
            {
                return null;
            }

            minimum = value < minimum ? value : minimum;
            maximum = value > maximum ? value : maximum;
        }

        var span = maximum - minimum;
        var scale = span < SmallestSpan ? 1 : 1 / span;
        var offset = 0 - (minimum * scale);
        var scaled = new double[values.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = (values[i] * scale) + offset;
        }

        return scaled;
    }
}
