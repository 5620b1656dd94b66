using Tsps.Domain;

namespace Tsps.Scoring;

/// <summary>What one round brought one miner.</summary>
/// <param name="Hotkey">Who.</param>
/// <param name="Rmse">The weighted root mean square error in USD; lower is better.</param>
/// <param name="Share">The part of the round, 0 to 1: the best of the round has the largest, the worst none; equal ones share
/// equally.</param>
/// <param name="ScoreAfter">The smoothed score with this round in it.</param>
public sealed record MinerRoundScore(Hotkey Hotkey, double Rmse, double Share, double ScoreAfter);
