using Tsps.Domain;

namespace Tsps.Local.Demo;

/// <summary>What a replay came to on one of the validator's streams.</summary>
/// <param name="Scores">The smoothed scores after the last scored round, by hotkey; none before the first.</param>
public sealed record DemoStream(string StreamId, int RoundsSent, int PredictionsStored, int RoundsScored, IReadOnlyDictionary<string, double> Scores)
{
    /// <summary>A miner's smoothed score; null when it has none.</summary>
    public double? ScoreOf(Hotkey hotkey) => Scores.TryGetValue(hotkey.Address, out var score) ? score : null;
}
