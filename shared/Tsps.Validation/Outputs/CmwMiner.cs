namespace Tsps.Validation.Outputs;

/// <summary>One miner of a record.</summary>
/// <param name="MinerId">Its hotkey.</param>
/// <param name="Wins">Always 0 in what validators write.</param>
/// <param name="WinValue">Always 0 in what validators write.</param>
/// <param name="UnscaledScores">Weighted root mean square errors in USD.</param>
/// <param name="WinScores">Smoothed scores; none for a miner whose score is 0.</param>
public sealed record CmwMiner(string MinerId, long Wins, long WinValue, IReadOnlyList<CmwScore> UnscaledScores, IReadOnlyList<CmwScore> WinScores);
