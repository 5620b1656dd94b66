using Tsps.Domain;

namespace Tsps.Subtensor;

/// <summary>What neurons need of the chain. The local registry stands in its place until a chain is configured.</summary>
public interface ISubtensor
{
    /// <summary>All neurons of a subnet.</summary>
    /// <exception cref="SubtensorException">It could not be read now.</exception>
    ValueTask<Metagraph> ReadMetagraphAsync(ushort netuid, CancellationToken cancellationToken);

    /// <summary>Sets a validator's weights, replacing its earlier ones.</summary>
    /// <exception cref="SubtensorException">They were refused or could not be sent; the message says why and what to do.</exception>
    ValueTask SetWeightsAsync(ushort netuid, IHotkeySigner validator, IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken);

    /// <summary>Announces where a miner's axon listens; does nothing when that is what the chain already has.</summary>
    /// <exception cref="SubtensorException">It was refused or could not be sent; the message says why and what to do.</exception>
    ValueTask AnnounceAxonAsync(ushort netuid, IHotkeySigner miner, AxonEndpoint endpoint, CancellationToken cancellationToken);
}
