namespace Tsps.Storage;

/// <summary>A hotkey and its uid at one moment.</summary>
public sealed record RegisteredHotkey(string Hotkey, ushort Uid);
