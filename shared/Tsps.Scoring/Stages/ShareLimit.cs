using Tsps.Scoring.Numerics;

namespace Tsps.Scoring.Stages;

/// <summary>
/// The SDKs' <c>normalize_max_weight</c>: shares of 1 of which none is above a limit (scoring specification, section 4.2). In double,
/// as SDK 11; 6.7 and 10.5 differ from it by float32 rounding.
/// </summary>
internal static class ShareLimit
{
    private const double Epsilon = 1e-7;

    /// <param name="weights">Not negative; at least one.</param>
    /// <param name="limit">Where it cannot be held all shares become equal.</param>
    public static double[] Apply(double[] weights, double limit)
    {
        var sum = NumpyStatistics.PlainSum(weights);
        if (sum == 0 || weights.Length * limit <= 1)
        {
            return [.. Enumerable.Repeat(1.0 / weights.Length, weights.Length)];
        }

        var ascending = Shares(weights, sum);
        Array.Sort(ascending);
        return ascending[^1] <= limit ? Shares(weights, sum) : Cut(weights, Cutoff(ascending, limit) * sum);
    }

    /// <summary>The share at which to cut, so that what is cut has the limit after the rest has grown by the cutting.</summary>
    private static double Cutoff(double[] ascending, double limit)
    {
        var running = new double[ascending.Length];
        var below = 0;
        var sum = 0.0;
        for (var i = 0; i < ascending.Length; i++)
        {
            sum += ascending[i];
            running[i] = sum;
            var tail = (ascending.Length - i - 1) * ascending[i];
            if (ascending[i] / (tail + sum + Epsilon) < limit)
            {
                below++;
            }
        }

        // With none below, the reference's index −1 is the last element.
        var kept = running[below == 0 ? ^1 : below - 1];
        return ((limit * kept) - Epsilon) / (1 - (limit * (ascending.Length - below)));
    }

    private static double[] Cut(double[] weights, double cutoff)
    {
        var cut = Array.ConvertAll(weights, weight => Math.Min(weight, cutoff));
        return Shares(cut, NumpyStatistics.PlainSum(cut));
    }

    private static double[] Shares(double[] weights, double sum) => Array.ConvertAll(weights, weight => weight / sum);
}
