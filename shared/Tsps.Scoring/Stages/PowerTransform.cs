using Tsps.Scoring.Numerics;

namespace Tsps.Scoring.Stages;

/// <summary>
/// The Yeo-Johnson power transform with a fixed λ (scoring specification, section 3.2). Overflow gives infinity, NaN stays NaN.
/// </summary>
internal static class PowerTransform
{
    public static double[] Transform(ReadOnlySpan<double> values, double lambda)
    {
        var transformed = new double[values.Length];
        for (var i = 0; i < transformed.Length; i++)
        {
            transformed[i] = values[i] < 0 ? -Branch(-values[i], 2 - lambda) : Branch(values[i], lambda);
        }

        return transformed;
    }

    private static double Branch(double magnitude, double power)
    {
        var exponent = Elementary.Log1P(magnitude);
        return power == 0 ? exponent : Elementary.ExpM1(power * exponent) / power;
    }
}
