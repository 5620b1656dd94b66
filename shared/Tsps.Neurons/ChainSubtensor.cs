using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Subtensor;

namespace Tsps.Neurons;

/// <summary>The chain behind the interface that neurons use: each call connects, acts and closes.</summary>
/// <param name="client">The chain.</param>
/// <param name="commitments">Keeps what was committed until it is revealed.</param>
/// <param name="time">The true time, whatever a replay's clock says: rounds of drand come by it.</param>
/// <param name="logger">Hears of weights; never of secrets.</param>
public sealed partial class ChainSubtensor(
    SubtensorClient client,
    IWeightCommitmentStore commitments,
    ChainSubtensorOptions options,
    TimeProvider time,
    ILogger<ChainSubtensor> logger) : ISubtensor
{
    public async ValueTask<Metagraph> ReadMetagraphAsync(ushort netuid, CancellationToken cancellationToken)
    {
        await using var session = client.Open();
        return await session.ReadMetagraphAsync(netuid, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>Weights are made to fit the subnet's rules first; those of zero are left out, as the chain would keep them too.</remarks>
    public async ValueTask<WeightsResult> SetWeightsAsync(ushort netuid, IHotkeySigner validator, IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken)
    {
        await using var session = client.Open();
        var standing = await session.ReadWeightStandingAsync(netuid, validator.Hotkey, options.Mechanism, cancellationToken).ConfigureAwait(false);
        var uid = standing.Uid
            ?? throw SubtensorSession.NotRegistered(netuid, validator.Hotkey);
        var conforming = ChainWeights.Conform(weights, standing.Rules, standing.Neurons, uid);
        var sent = new WeightsSent(conforming, standing.Rules.WeightsVersion, standing.Rules.MaxWeightsLimit, uid);
        var submission = new WeightSubmission(session, commitments, netuid, validator, standing, options, time);
        if (await submission.FindCommittedAsync(conforming, cancellationToken).ConfigureAwait(false) is { } waiting)
        {
            return waiting with { Sent = sent };
        }

        if (standing.IsTooEarly)
        {
            return new WeightsResult(WeightsOutcome.TooEarly, standing.FirstBlock);
        }

        try
        {
            return await submission.SendAsync(conforming, cancellationToken).ConfigureAwait(false) with { Sent = sent };
        }
        catch (SubtensorException early) when (early is ExtrinsicFailedException { IsRateLimit: true } or ExtrinsicRefusedException { IsRateLimit: true })
        {
            // Another instance was first, or the block that took the last ones was not seen yet.
            LogTooEarly(netuid, early.Message);
            var after = await session.ReadWeightStandingAsync(netuid, validator.Hotkey, options.Mechanism, cancellationToken).ConfigureAwait(false);
            return new WeightsResult(WeightsOutcome.TooEarly, after.FirstBlock);
        }
    }

    public async ValueTask<IReadOnlyList<RevealResult>> RevealWeightsAsync(ushort netuid, IHotkeySigner validator, CancellationToken cancellationToken)
    {
        var stored = await commitments.ListAsync(netuid, validator.Hotkey, cancellationToken).ConfigureAwait(false);
        if (stored.Count == 0)
        {
            return [];
        }

        await using var session = client.Open();
        return await new WeightRevelation(session, commitments, netuid, validator, options.Wait, logger).RevealAsync(stored, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask AnnounceAxonAsync(ushort netuid, IHotkeySigner miner, AxonEndpoint endpoint, CancellationToken cancellationToken)
    {
        await using var session = client.Open();
        await session.ServeAxonAsync(miner, netuid, endpoint, options.AxonVersion, options.Wait, cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Weights of netuid {Netuid} came too early: {Reason}")]
    private partial void LogTooEarly(ushort netuid, string reason);
}
