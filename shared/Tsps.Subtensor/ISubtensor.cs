using Tsps.Domain;

namespace Tsps.Subtensor;

/// <summary>What neurons need of the chain. The local registry stands in its place where no chain is configured.</summary>
public interface ISubtensor
{
    /// <summary>All neurons of a subnet.</summary>
    /// <exception cref="SubtensorException">It could not be read now.</exception>
    ValueTask<Metagraph> ReadMetagraphAsync(ushort netuid, CancellationToken cancellationToken);

    /// <summary>Sets a validator's weights, replacing its earlier ones, in the way in which the subnet takes them.</summary>
    /// <exception cref="SubtensorException">They were refused or could not be sent; the message says why and what to do.</exception>
    ValueTask<WeightsResult> SetWeightsAsync(ushort netuid, IHotkeySigner validator, IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken);

    /// <summary>Shows weights that were committed by their hash, as far as the time to do so has come. May be called at any time, and twice at once.</summary>
    /// <returns>What became of each stored commitment, those first that the chain has had longest; none where weights are not committed.</returns>
    /// <exception cref="SubtensorException">The chain could not be asked; the message says why and what to do.</exception>
    ValueTask<IReadOnlyList<RevealResult>> RevealWeightsAsync(ushort netuid, IHotkeySigner validator, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<RevealResult>>([]);

    /// <summary>Announces where a miner's axon listens; does nothing when that is what the chain already has.</summary>
    /// <exception cref="SubtensorException">It was refused or could not be sent; the message says why and what to do.</exception>
    ValueTask AnnounceAxonAsync(ushort netuid, IHotkeySigner miner, AxonEndpoint endpoint, CancellationToken cancellationToken);
}
