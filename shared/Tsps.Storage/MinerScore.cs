namespace Tsps.Storage;

/// <summary>One miner's result of a round.</summary>
/// <param name="Rmse">Weighted root mean square error in USD; lower is better.</param>
/// <param name="Share">Share of the round, 0 to 1; best largest.</param>
public sealed record MinerScore(string Hotkey, ushort Uid, double Rmse, double Share);
