namespace Tsps.Domain;

/// <summary>One registered hotkey of a subnet.</summary>
/// <param name="Uid">Its place in the metagraph; reused by another hotkey once it is deregistered.</param>
/// <param name="Stake">In TAO.</param>
/// <param name="ValidatorPermit">Whether the chain takes its weights.</param>
/// <param name="Axon">Where it listens; null when nothing was announced.</param>
public sealed record Neuron(ushort Uid, Hotkey Hotkey, decimal Stake, bool ValidatorPermit, AxonEndpoint? Axon);
