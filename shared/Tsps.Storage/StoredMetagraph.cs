using System.Net;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>A metagraph as it lies in Blob storage.</summary>
internal sealed record StoredMetagraph(int Schema, ushort Netuid, ulong Block, DateTimeOffset ReadAt, IReadOnlyList<StoredNeuron> Neurons)
{
    private const int SchemaVersion = 1;

    public static StoredMetagraph From(Metagraph metagraph) => new(
        SchemaVersion,
        metagraph.Netuid,
        metagraph.Block,
        metagraph.ReadAt,
        [.. metagraph.Neurons.Select(neuron => new StoredNeuron(
            neuron.Uid, neuron.Hotkey.Address, neuron.Stake, neuron.ValidatorPermit, neuron.Axon?.Address.ToString(), neuron.Axon?.Port))]);

    public Metagraph ToMetagraph() => new(
        Netuid,
        Block,
        ReadAt,
        Neurons.Select(neuron => new Neuron(
            neuron.Uid,
            new Hotkey(neuron.Hotkey),
            neuron.Stake,
            neuron.ValidatorPermit,
            neuron.Ip is { } ip && neuron.Port is { } port ? new AxonEndpoint(IPAddress.Parse(ip), port) : null)));
}
