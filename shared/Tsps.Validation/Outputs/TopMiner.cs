namespace Tsps.Validation.Outputs;

/// <summary>One of the best miners of the last seven days.</summary>
/// <param name="MinerUid">Its hotkey.</param>
/// <param name="Score">Sum of its smoothed scores after each round it was scored in.</param>
public sealed record TopMiner(string MinerUid, double Score);
