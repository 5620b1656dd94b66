namespace Tsps.Domain;

/// <summary>The neurons of a subnet at one moment, by ascending uid.</summary>
public sealed class Metagraph
{
    private readonly Dictionary<Hotkey, Neuron> _byHotkey;

    public Metagraph(ushort netuid, ulong block, DateTimeOffset readAt, IEnumerable<Neuron> neurons)
    {
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

    /// <summary>The chain's block number at which this was read; 0 for the local registry.</summary>
    public ulong Block { get; }

    public DateTimeOffset ReadAt { get; }

    public IReadOnlyList<Neuron> Neurons { get; }

    public Neuron? Find(Hotkey hotkey) => _byHotkey.GetValueOrDefault(hotkey);
}
