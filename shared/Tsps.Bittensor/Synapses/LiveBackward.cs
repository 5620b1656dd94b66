namespace Tsps.Bittensor.Synapses;

/// <summary>Tells a miner the closes that really came after a <see cref="LiveForward"/>.</summary>
public sealed record LiveBackward : BackwardSynapse;
