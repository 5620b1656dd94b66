using Tsps.Domain;
using Tsps.Scoring.Numerics;
using Tsps.Scoring.Stages;

namespace Tsps.Scoring;

/// <summary>From the score state to weights (scoring specification, section 4).</summary>
public static class WeightComputation
{
    /// <summary>Drops the scores far below the mean, spreads the rest by the power transform and scales them to 0 … 1.</summary>
    /// <remarks>Deregistered hotkeys stretch the scale for the others: take them out of the state first.</remarks>
    public static FinalWeights Compute(ScoringProfile profile, ScoreState state)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(state);
        var entries = profile.ReferenceExact ? [.. state] : state.Where(entry => double.IsFinite(entry.Value)).ToArray();
        var lowerBound = LowerBound(profile, Scores(entries));
        if (profile.ReferenceExact)
        {
            return ComputeAsReference(profile, Above(entries, lowerBound), lowerBound);
        }

        if (entries.Length == 1)
        {
            return Level(entries, lowerBound);
        }

        var positive = Above(entries, 0);
        if (positive.Length > 0 && RoundShares.AreEqual(Scores(positive)))
        {
            return Level(positive, lowerBound);
        }

        var kept = Above(positive, lowerBound);
        return kept.Length > 0 && RoundShares.AreEqual(Scores(kept))
            ? Level(kept, lowerBound)
            : Spread(profile, kept, lowerBound);
    }

    /// <summary>Weights as u16 by uid, scaled and rounded as SDK 6.7 and 10.5 do (scoring specification, section 4.1).</summary>
    public static UidWeights ToUidWeights(FinalWeights weights, Metagraph metagraph)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(metagraph);
        var known = new List<UidShare>(weights.Weights.Count);
        var deregistered = new List<Hotkey>();
        foreach (var (hotkey, weight) in weights.Weights)
        {
            if (metagraph.Find(hotkey) is { } neuron)
            {
                known.Add(new(neuron.Uid, weight));
            }
            else
            {
                deregistered.Add(hotkey);
            }
        }

        return new(known.Count == 0 ? [] : WeightEmission.ThroughFloat32(known), deregistered);
    }

    private static double LowerBound(ScoringProfile profile, double[] scores)
    {
        var distance = profile.LowerBoundDeviations * NumpyStatistics.StandardDeviation<double>(scores);
        var bound = NumpyStatistics.Mean<double>(scores) - distance;
        return bound < 0 ? 0 : bound;
    }

    private static KeyValuePair<Hotkey, double>[] Above(KeyValuePair<Hotkey, double>[] entries, double bound) =>
        Array.FindAll(entries, entry => bound < entry.Value);

    private static double[] Scores(KeyValuePair<Hotkey, double>[] entries) => Array.ConvertAll(entries, entry => entry.Value);

    private static FinalWeights Level(KeyValuePair<Hotkey, double>[] entries, double lowerBound) =>
        Describe(entries.Length == 1 ? WeightOutcome.Single : WeightOutcome.Equal, entries, _ => 1, lowerBound);

    private static FinalWeights Spread(ScoringProfile profile, KeyValuePair<Hotkey, double>[] kept, double lowerBound)
    {
        var scores = Scores(kept);
        if (MinMaxScaling.Scale(PowerTransform.Transform(scores, profile.PowerLambda)) is { } transformed)
        {
            return Describe(WeightOutcome.Transformed, kept, i => transformed[i], lowerBound);
        }

        return MinMaxScaling.Scale(scores) is { } untransformed
            ? Describe(WeightOutcome.Untransformed, kept, i => untransformed[i], lowerBound)
            : Describe(WeightOutcome.None, kept, _ => 0, lowerBound);
    }

    private static FinalWeights ComputeAsReference(ScoringProfile profile, KeyValuePair<Hotkey, double>[] kept, double lowerBound) =>
        MinMaxScaling.Scale(PowerTransform.Transform(Scores(kept), profile.PowerLambda)) is { } transformed
            ? Describe(WeightOutcome.Transformed, kept, i => transformed[i], lowerBound)
            : Describe(WeightOutcome.None, [], _ => 0, lowerBound);

    private static FinalWeights Describe(
        WeightOutcome outcome, KeyValuePair<Hotkey, double>[] entries, Func<int, double> weight, double lowerBound) => new()
        {
            Outcome = outcome,
            Weights = [.. entries.Select((entry, i) => new HotkeyWeight(entry.Key, weight(i)))],
            LowerBound = lowerBound,
        };
}
