using Tsps.Scoring.Numerics;

namespace Tsps.Scoring.Stages;

/// <summary>From errors to shares of a round (scoring specification, section 2.3, steps 3 to 5).</summary>
internal static class RoundShares
{
    /// <summary>Spreads below this part of the mean are rounding, not merit.</summary>
    private const double NegligibleSpread = 1e-12;

    /// <summary>
    /// Each score's share, in the order in which the state takes them: best first, equal ones in the order given. Null when the
    /// reference refuses.
    /// </summary>
    /// <param name="scores">At least one error.</param>
    public static (int Index, double Share)[]? Distribute(ScoringProfile profile, ReadOnlySpan<double> scores)
    {
        if (profile.ReferenceExact ? NumpyStatistics.Variance(scores) == 0 : AreEqual(scores))
        {
            var equal = 1.0 / scores.Length;
            return [.. Enumerable.Range(0, scores.Length).Select(index => (index, equal))];
        }

        if (scores.Length == 1)
        {
            return null;
        }

        var scaled = Scale(scores);
        int[] bestFirst = [.. Enumerable.Range(0, scores.Length).OrderByDescending(index => scaled[index])];
        var shares = Weigh([.. bestFirst.Select(index => scaled[index])], profile.ShareDecimals);
        return [.. bestFirst.Zip(shares)];
    }

    /// <summary>Whether values differ by no more than rounding.</summary>
    public static bool AreEqual(ReadOnlySpan<double> values)
    {
        var (minimum, maximum) = Extremes<double>.Of(values);
        var spread = maximum - minimum;
        return spread == 0 || spread < NegligibleSpread * NumpyStatistics.Mean(values);
    }

    /// <summary>Best 1, worst 0, linear between.</summary>
    /// <param name="scores">At least two.</param>
    public static double[] Scale(ReadOnlySpan<double> scores)
    {
        var (minimum, maximum) = Extremes<double>.Of(scores);
        var scaled = new double[scores.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = 1 - ((scores[i] - minimum) / (maximum - minimum));
        }

        return scaled;
    }

    /// <summary>Shares in proportion to the distance from the worst, rounded, so that they need not sum to 1.</summary>
    /// <param name="scaled">At least one, best first.</param>
    public static double[] Weigh(ReadOnlySpan<double> scaled, int decimalPlaces)
    {
        if (scaled.Length == 1)
        {
            return [1];
        }

        var (minimum, maximum) = Extremes<double>.Of(scaled);
        var merits = new double[scaled.Length];
        for (var i = 0; i < merits.Length; i++)
        {
            merits[i] = (scaled[i] - minimum) / (maximum - minimum);
        }

        var total = NumpyStatistics.PlainSum(merits);
        return Array.ConvertAll(merits, merit => NumpyRounding.Round(merit / total, decimalPlaces));
    }
}
