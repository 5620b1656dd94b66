using Tsps.Domain;
using Tsps.Subtensor;

namespace Tsps.Validation.Tests;

/// <summary>A registry that says it is another chain.</summary>
internal sealed class OtherChain(ISubtensor inner, string genesis) : ISubtensor
{
    public async ValueTask<Metagraph> ReadMetagraphAsync(ushort netuid, CancellationToken cancellationToken)
    {
        var metagraph = await inner.ReadMetagraphAsync(netuid, cancellationToken);
        return new Metagraph(netuid, metagraph.Block, metagraph.ReadAt, metagraph.Neurons, metagraph.Hyperparameters) { Chain = genesis };
    }

    public ValueTask<WeightsResult> SetWeightsAsync(ushort netuid, IHotkeySigner validator, IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken) =>
        inner.SetWeightsAsync(netuid, validator, weights, cancellationToken);

    public ValueTask AnnounceAxonAsync(ushort netuid, IHotkeySigner miner, AxonEndpoint endpoint, CancellationToken cancellationToken) =>
        inner.AnnounceAxonAsync(netuid, miner, endpoint, cancellationToken);
}
