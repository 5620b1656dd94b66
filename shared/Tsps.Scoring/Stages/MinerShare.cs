using Tsps.Domain;

namespace Tsps.Scoring.Stages;

/// <summary>A miner's share of a round.</summary>
internal readonly record struct MinerShare(Hotkey Hotkey, double Share);
