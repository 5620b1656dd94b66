using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>A validator's one set of weights on a subnet, from those of its streams.</summary>
internal static class CombinedWeights
{
    /// <summary>
    /// One stream's weights go as they are; those of several count alike, each stream's first brought to a sum of 1. Hotkeys that the metagraph has no
    /// more are left out.
    /// </summary>
    public static IReadOnlyList<UidWeight> ToUidWeights(IReadOnlyList<RoundWeights> streams, Metagraph metagraph)
    {
        var combined = new OrderedDictionary<Hotkey, double>();
        foreach (var stream in streams)
        {
            var known = stream.Weights.Where(entry => metagraph.Find(new Hotkey(entry.Hotkey)) is not null).ToArray();
            var total = streams.Count == 1 ? 1 : known.Sum(entry => entry.Weight);
            foreach (var entry in known.Where(_ => total > 0))
            {
                var hotkey = new Hotkey(entry.Hotkey);
                combined[hotkey] = combined.GetValueOrDefault(hotkey) + (entry.Weight / total);
            }
        }

        var weights = new FinalWeights
        {
            Outcome = WeightOutcome.Transformed,
            LowerBound = 0,
            Weights = [.. combined.Select(entry => new HotkeyWeight(entry.Key, entry.Value))],
        };
        return WeightComputation.ToUidWeights(weights, metagraph).Weights;
    }
}
