namespace Tsps.Validation.Dashboard;

/// <summary>One miner now.</summary>
/// <param name="Uid">Null when the metagraph has the hotkey no more.</param>
/// <param name="Score">Smoothed score.</param>
/// <param name="Weight">0 to 1; the best has 1.</param>
/// <param name="LastRmse">Weighted root mean square error of the last scored round in USD; null when it took no part.</param>
public sealed record DashboardMiner(string Hotkey, ushort? Uid, double Score, double Weight, double? LastRmse);
