namespace Tsps.Scoring.Numerics;

/// <summary>
/// exp, expm1 and log1p to the last bit or the one beside it, the same on every machine. .NET's <c>double.ExpM1</c> and
/// <c>double.LogP1</c> are <c>exp(x) − 1</c> and <c>log(1 + x)</c>, useless near 0, and its exp is whatever the C library has.
/// </summary>
internal static class Elementary
{
    /// <summary>Below this, exp(x) − 1 and log(1 + x) round to x.</summary>
    private const double Negligible = 5.0e-17;

    /// <summary>exp overflows above this: the logarithm of the largest double.</summary>
    private const double LargestExponent = 709.782712893384;

    /// <summary>e^x − 1 is −1 to the last bit below this.</summary>
    private const double VanishingExponent = -40;

    /// <summary>e^x underflows to 0 below this.</summary>
    private const double SmallestExponent = -745.2;

    /// <summary>Above this, log(1 + x) is log x to the last bit.</summary>
    private const double LargeArgument = 1e30;

    private const int Halvings = 8;

    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    /// <summary>1/1!, 1/2!, … as far as they count for an argument of at most ln 2 / 2 / 2^<see cref="Halvings"/>.</summary>
    private static readonly DoubleDouble[] InverseFactorials = ComputeInverseFactorials(11);

    public static double Exp(double x)
    {
        if (double.IsNaN(x) || x > LargestExponent)
        {
            return x > 0 ? double.PositiveInfinity : x;
        }

        if (x < SmallestExponent)
        {
            return 0;
        }

        var (reduced, exponent) = Reduce(x);
        return Math.ScaleB((ExpM1OfReduced(reduced) + 1).High, exponent);
    }

    public static double ExpM1(double x)
    {
        if (double.IsNaN(x) || x > LargestExponent)
        {
            return x > 0 ? double.PositiveInfinity : x;
        }

        if (x < VanishingExponent)
        {
            return -1;
        }

        return Math.Abs(x) < Negligible ? x : ExpM1Exactly(x).High;
    }

    public static double Log1P(double x)
    {
        if (double.IsNaN(x) || x <= -1)
        {
            return x == -1 ? double.NegativeInfinity : double.NaN;
        }

        if (Math.Abs(x) < Negligible || double.IsPositiveInfinity(x))
        {
            return x;
        }

        if (x > LargeArgument)
        {
            return Math.Log(x);
        }

        // One step of Halley's method on e^y − 1 = x: from 16 right digits to 32.
        var onePlus = 1 + x;
        var guess = onePlus == 1 ? x : Math.Log(onePlus) * (x / (onePlus - 1));
        var reached = ExpM1Exactly(guess);
        var error = -reached + x;
        return guess + (2 * error.High / (2 + x + reached.High));
    }

    private static DoubleDouble ExpM1Exactly(double x)
    {
        var (reduced, exponent) = Reduce(x);
        var reducedResult = ExpM1OfReduced(reduced);
        return exponent == 0 ? reducedResult : (reducedResult + 1).Scale(exponent) + -1.0;
    }

    /// <summary>x = reduced + exponent · ln 2 with |reduced| ≤ ln 2 / 2.</summary>
    private static (DoubleDouble Reduced, int Exponent) Reduce(double x)
    {
        var exponent = Math.Round(x / Ln2.High);
        var multiple = DoubleDouble.TwoProduct(exponent, Ln2.High) + DoubleDouble.TwoProduct(exponent, Ln2.Low);
        return (-multiple + x, (int)exponent);
    }

    /// <summary>Halves the argument a few times, sums the series, then squares back: e^2r − 1 = (e^r − 1)(e^r − 1 + 2).</summary>
    private static DoubleDouble ExpM1OfReduced(DoubleDouble x)
    {
        var small = x.Scale(-Halvings);
        var sum = InverseFactorials[^1];
        for (var i = InverseFactorials.Length - 2; i >= 0; i--)
        {
            sum = (sum * small) + InverseFactorials[i];
        }

        var result = sum * small;
        for (var i = 0; i < Halvings; i++)
        {
            result *= result + 2;
        }

        return result;
    }

    private static DoubleDouble[] ComputeInverseFactorials(int count)
    {
        var inverses = new DoubleDouble[count];
        inverses[0] = new(1, 0);
        for (var i = 1; i < count; i++)
        {
            inverses[i] = inverses[i - 1] / (i + 1);
        }

        return inverses;
    }
}
