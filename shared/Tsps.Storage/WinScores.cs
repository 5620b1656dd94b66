namespace Tsps.Storage;

/// <summary>What miners had won at one time.</summary>
/// <param name="TimestampMs">Unix milliseconds.</param>
/// <param name="Miners">Places in the list of hotkeys.</param>
/// <param name="Scores">The smoothed score of each.</param>
public sealed record WinScores(long TimestampMs, IReadOnlyList<int> Miners, IReadOnlyList<double> Scores);
