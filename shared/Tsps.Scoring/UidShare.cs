namespace Tsps.Scoring;

/// <summary>A neuron's weight before it becomes a u16: not negative, on any scale.</summary>
public readonly record struct UidShare(ushort Uid, double Weight);
