namespace Tsps.Bittensor.Synapses;

/// <summary>Tells a miner the scaled closes that really came after a <see cref="TrainingForward"/>.</summary>
public sealed record TrainingBackward : BackwardSynapse;
