using Tsps.Scoring.Numerics;

namespace Tsps.Scoring.Stages;

/// <summary>
/// How much the market moved within a truth: its ratio, its standard deviation and the geometric mean of their percentiles (scoring
/// specification, section 3.3).
/// </summary>
/// <param name="Ratio">The highest close over the lowest.</param>
/// <param name="StandardDeviation">The population's, in USD.</param>
internal readonly record struct MarketMove(double Ratio, double StandardDeviation)
{
    /// <param name="truth">At least one close.</param>
    public static MarketMove Of(TrueCloses truth)
    {
        if (truth.Precision == TruthPrecision.Float32)
        {
            var narrow = Extremes<float>.Of(truth.Narrow);
            return new(narrow.Maximum / narrow.Minimum, NumpyStatistics.StandardDeviation(truth.Narrow));
        }

        var wide = Extremes<double>.Of(truth.Wide);
        return new(wide.Maximum / wide.Minimum, NumpyStatistics.StandardDeviation(truth.Wide));
    }

    public double GeometricMean(ScoringProfile profile) =>
        Math.Sqrt(profile.RatioPercentiles.Find(Ratio) * profile.StandardDeviationPercentiles.Find(StandardDeviation));
}
