namespace Tsps.Storage;

/// <summary>A hotkey that had another uid when weights were sent than when they were computed.</summary>
/// <param name="Uid">Its uid when they were sent; null when it had left.</param>
public sealed record MovedHotkey(string Hotkey, ushort? Uid);
