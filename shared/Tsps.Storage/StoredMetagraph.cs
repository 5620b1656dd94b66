using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>A metagraph as earlier versions laid it down in Blob storage.</summary>
internal sealed record StoredMetagraph(int Schema, ushort Netuid, ulong Block, DateTimeOffset ReadAt, IReadOnlyList<StoredNeuron> Neurons) : IStoredDocument
{
    public static int LatestSchema => 1;

    public Metagraph ToMetagraph() => new(Netuid, Block, ReadAt, Neurons.Select(neuron => neuron.ToNeuron()));
}
