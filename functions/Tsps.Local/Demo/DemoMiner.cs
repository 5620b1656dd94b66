using Tsps.Domain;

namespace Tsps.Local.Demo;

/// <summary>A miner of a demo.</summary>
/// <param name="Model">What it forecasts with, as settings name it.</param>
/// <param name="Score">Its smoothed score, of several streams the first one's; null before it was scored.</param>
/// <param name="Weight">The weight last set for it, 65535 for the best; null before any was set.</param>
public sealed record DemoMiner(Hotkey Hotkey, ushort Uid, string Model, double? Score, ushort? Weight);
