namespace Tsps.Scoring.Numerics;

/// <summary>
/// numpy's rounding to decimal places: half to even on the computed product, not on the exact decimal (scoring specification, section
/// 2.3).
/// </summary>
internal static class NumpyRounding
{
    public static double Round(double value, int decimalPlaces)
    {
        var factor = PowerOfTen(decimalPlaces);
        return Math.Round(value * factor, MidpointRounding.ToEven) / factor;
    }

    private static double PowerOfTen(int exponent)
    {
        var power = 1.0;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
