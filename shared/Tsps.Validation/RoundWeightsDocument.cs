using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>From the state after a round to the document of its weights.</summary>
internal static class RoundWeightsDocument
{
    public static RoundWeights From(RoundScores scores, ScoringProfile profile, Metagraph metagraph) => From(
        scores,
        profile,
        metagraph.Block,
        [.. scores.State.Select(entry => metagraph.Find(new Hotkey(entry.Hotkey))).OfType<Neuron>().Select(neuron => new RegisteredHotkey(neuron.Hotkey.Address, neuron.Uid))]);

    /// <summary>The same from what a stored document says was registered then.</summary>
    public static RoundWeights From(RoundScores scores, ScoringProfile profile, ulong block, IReadOnlyList<RegisteredHotkey> registered)
    {
        var known = registered.Select(entry => new Hotkey(entry.Hotkey)).ToHashSet();
        var state = RoundScoresDocument.ReadState(scores);
        var weights = WeightComputation.Compute(profile, state.Without(state.Keys.Where(hotkey => !known.Contains(hotkey))));
        return new RoundWeights
        {
            StreamId = scores.StreamId,
            Slot = scores.Slot,
            Profile = profile.Name,
            Block = block,
            Registered = registered,
            Weights = [.. weights.Weights.Select(entry => new WeightEntry(entry.Hotkey.Address, entry.Weight))],
        };
    }
}
