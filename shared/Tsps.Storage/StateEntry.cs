namespace Tsps.Storage;

/// <summary>One hotkey's smoothed score.</summary>
public sealed record StateEntry(string Hotkey, double Score);
