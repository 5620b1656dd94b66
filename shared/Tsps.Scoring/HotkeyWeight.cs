using Tsps.Domain;

namespace Tsps.Scoring;

/// <summary>A miner's weight, 0 to 1, where the best has 1.</summary>
public readonly record struct HotkeyWeight(Hotkey Hotkey, double Weight);
