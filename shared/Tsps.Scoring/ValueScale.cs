using Tsps.Scoring.Numerics;

namespace Tsps.Scoring;

/// <summary>
/// The narrow band around 0.5 into which training puts values: 0.495 for the smallest, 0.505 for the largest (scoring specification,
/// section 9).
/// </summary>
/// <param name="Minimum">The smallest of the values that set the scale.</param>
/// <param name="Maximum">The largest.</param>
public readonly record struct ValueScale(double Minimum, double Maximum)
{
    private const double Factor = 100;
    private const double Shift = 0.495;

    /// <exception cref="ArgumentException">There are no values.</exception>
    public static ValueScale Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A scale is taken from at least one value.", nameof(values));
        }

        var (minimum, maximum) = Extremes<double>.Of(values);
        return new(minimum, maximum);
    }

    /// <summary>Scales a value. Where smallest and largest are the same, that value becomes 0.495.</summary>
    public double Scale(double value)
    {
        var span = Maximum - Minimum;
        return ((value - Minimum) / (span == 0 ? 1 : span) / Factor) + Shift;
    }

    /// <summary>The value that was scaled, rounded to decimal places as numpy rounds.</summary>
    public double Unscale(double scaled, int decimalPlaces) =>
        NumpyRounding.Round(((scaled - Shift) * Factor * (Maximum - Minimum)) + Minimum, decimalPlaces);
}
