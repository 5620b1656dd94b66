using Tsps.Domain;

namespace Tsps.Bittensor.Axon;

/// <summary>The caller's stake in TAO: who has more is served first when the axon is loaded.</summary>
public sealed class StakePriority(IMetagraphView metagraph) : IRequestPriority
{
    public decimal Of(Hotkey caller) => StakeOf(metagraph, caller);

    internal static decimal StakeOf(IMetagraphView metagraph, Hotkey? caller) =>
        caller is { } hotkey ? metagraph.Current?.Find(hotkey)?.Stake ?? 0 : 0;
}
