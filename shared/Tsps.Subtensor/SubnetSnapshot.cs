namespace Tsps.Subtensor;

/// <summary>All that the chain tells about a subnet's neurons at one final block, by ascending uid.</summary>
public sealed record SubnetSnapshot(ushort Netuid, ulong Block, DateTimeOffset ReadAt, IReadOnlyList<NeuronInfo> Neurons);
