using Tsps.Bittensor.Axon;
using Tsps.Domain;

namespace Tsps.Bittensor.Tests.Axon;

/// <summary>A metagraph that never changes.</summary>
internal sealed class FixedMetagraph(Metagraph? metagraph) : IMetagraphView
{
    public Metagraph? Current => metagraph;

    public static FixedMetagraph Of(params (Hotkey Hotkey, decimal Stake)[] neurons) =>
        new(new Metagraph(8, 1, DateTimeOffset.UnixEpoch, neurons.Select((neuron, uid) => new Neuron((ushort)uid, neuron.Hotkey, neuron.Stake, true, null))));
}
