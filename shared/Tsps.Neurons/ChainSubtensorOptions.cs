using Tsps.Subtensor;

namespace Tsps.Neurons;

/// <summary>What a neuron tells the chain of itself, and which part of a subnet it weighs.</summary>
public sealed record ChainSubtensorOptions
{
    /// <summary>The version number to announce with an axon.</summary>
    public required uint AxonVersion { get; init; }

    /// <summary>The subnet's mechanism that weights are for; 0 is the main one.</summary>
    public byte Mechanism { get; init; }

    /// <summary>How far what is sent is followed.</summary>
    public ExtrinsicWait Wait { get; init; } = ExtrinsicWait.Included;
}
