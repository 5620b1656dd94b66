using Tsps.Domain;

namespace Tsps.Bittensor.Axon;

/// <summary>The caller's stake in TAO: who has more is served first when the axon is loaded, and strangers, whose pings anybody may send, last.</summary>
/// <param name="known">Hotkeys that are no strangers though the metagraph may not have them.</param>
public sealed class StakePriority(IMetagraphView metagraph, IReadOnlyCollection<Hotkey> known) : IRequestPriority
{
    private const decimal OfStrangers = -1;

    public decimal Of(Hotkey caller) => metagraph.Current?.Find(caller)?.Stake ?? (known.Contains(caller) ? 0 : OfStrangers);
}
