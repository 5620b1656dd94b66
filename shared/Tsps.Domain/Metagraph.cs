namespace Tsps.Domain;

/// <summary>The neurons of a subnet at one moment, by ascending uid, and the rules that held for them.</summary>
public sealed class Metagraph
{
    private readonly Dictionary<Hotkey, Neuron> _byHotkey;

    /// <param name="hyperparameters">The subnet's rules at the same block; null for the local registry, which has none.</param>
    public Metagraph(ushort netuid, ulong block, DateTimeOffset readAt, IEnumerable<Neuron> neurons, SubnetHyperparameters? hyperparameters = null)
    {
        Hyperparameters = hyperparameters;
        Netuid = netuid;
        Block = block;
        ReadAt = readAt;
        Neurons = [.. neurons.OrderBy(neuron => neuron.Uid)];
        _byHotkey = new Dictionary<Hotkey, Neuron>(Neurons.Count);
        foreach (var neuron in Neurons)
        {
            _byHotkey.TryAdd(neuron.Hotkey, neuron);
        }
    }

    public ushort Netuid { get; }

    /// <summary>The chain's genesis hash, <c>registry</c> for the local one; null where an earlier version stored the metagraph without.</summary>
    public string? Chain { get; init; }

    /// <summary>Which subnet of which chain; null where <see cref="Chain"/> is.</summary>
    public Subnet? Subnet => Chain is null ? null : new Subnet(Chain, Netuid);

    /// <summary>The chain's block number at which this was read; 0 for the local registry.</summary>
    public ulong Block { get; }

    public DateTimeOffset ReadAt { get; }

    public IReadOnlyList<Neuron> Neurons { get; }

    /// <summary>The subnet's rules at that block; null for the local registry, which has none.</summary>
    public SubnetHyperparameters? Hyperparameters { get; }

    /// <summary>The neurons that have announced where their axon listens, by ascending uid, without one's own.</summary>
    public IEnumerable<Neuron> ListAxons(Hotkey except) => Neurons.Where(neuron => neuron.Axon is { IsAnnounced: true } && neuron.Hotkey != except);

    public Neuron? Find(Hotkey hotkey) => _byHotkey.GetValueOrDefault(hotkey);
}
