namespace Tsps.Domain;

/// <summary>A weight as the chain stores it: 65535 is the full share of the best.</summary>
public readonly record struct UidWeight(ushort Uid, ushort Value);
