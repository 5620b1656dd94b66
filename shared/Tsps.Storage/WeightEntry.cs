namespace Tsps.Storage;

/// <summary>One miner's weight.</summary>
/// <param name="Weight">0 to 1; the best has 1.</param>
public sealed record WeightEntry(string Hotkey, double Weight);
