using Tsps.Domain;

namespace Tsps.Subtensor;

/// <summary>The chain behind the interface that neurons use: each call connects, acts and closes.</summary>
/// <param name="client">The chain.</param>
/// <param name="axonVersion">The version number to announce with an axon.</param>
public sealed class ChainSubtensor(SubtensorClient client, uint axonVersion) : ISubtensor
{
    public async ValueTask<Metagraph> ReadMetagraphAsync(ushort netuid, CancellationToken cancellationToken)
    {
        await using var session = client.Open();
        return await session.ReadMetagraphAsync(netuid, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Weights of zero are left out: the chain would keep them too.</remarks>
    public async ValueTask SetWeightsAsync(ushort netuid, IHotkeySigner validator, IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken)
    {
        List<UidWeight> shares = [.. weights.Where(weight => weight.Value > 0)];
        if (shares.Count == 0)
        {
            throw new SubtensorException($"All weights for subnet {netuid} are zero, so none were sent.");
        }

        await using var session = client.Open();
        var rules = await session.ReadHyperparametersAsync(netuid, cancellationToken);
        if (rules.CommitRevealEnabled)
        {
            throw new SubtensorException($"Subnet {netuid} takes weights only by commit and reveal, which this validator does not do by itself, so none were sent.");
        }

        await session.SetWeightsAsync(validator, netuid, shares, rules.WeightsVersion, ExtrinsicWait.Included, cancellationToken);
    }

    public async ValueTask AnnounceAxonAsync(ushort netuid, IHotkeySigner miner, AxonEndpoint endpoint, CancellationToken cancellationToken)
    {
        await using var session = client.Open();
        await session.ServeAxonAsync(miner, netuid, endpoint, axonVersion, ExtrinsicWait.Included, cancellationToken);
    }
}
