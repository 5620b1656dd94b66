using Tsps.Domain;

namespace Tsps.Subtensor;

/// <summary>All that the chain tells about a subnet's neurons at one final block, by ascending uid.</summary>
public sealed record SubnetSnapshot(ushort Netuid, ulong Block, DateTimeOffset ReadAt, IReadOnlyList<NeuronInfo> Neurons)
{
    /// <summary>The part of it that the rest of Tsps needs.</summary>
    public Metagraph ToMetagraph(SubnetHyperparameters? hyperparameters = null) =>
        new(Netuid, Block, ReadAt, Neurons.Select(neuron => neuron.ToNeuron()), hyperparameters);
}
