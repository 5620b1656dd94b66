using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Scoring;
using Tsps.Storage;
using Tsps.Subtensor;

namespace Tsps.Validation;

/// <summary>Sets weights from the newest state. A failed attempt is recorded with its reason and made again at the next run.</summary>
public sealed partial class WeightSetter(
    ScoreHeadStore heads,
    RoundDocumentStore documents,
    MetagraphReader metagraphs,
    ISubtensor subtensor,
    IHotkeySigner self,
    SubtensorSettings network,
    ScoringProfile profile,
    ValidatorSettings settings,
    TimeProvider time,
    ILogger<WeightSetter> logger)
{
    private const int Attempts = 3;

    /// <summary>Sets weights unless those of the newest state are set already.</summary>
    public async ValueTask SetDueAsync(CancellationToken cancellationToken)
    {
        var head = await heads.ReadAsync(settings.Stream.Id, cancellationToken).ConfigureAwait(false);
        for (var attempt = 0; head.LastScored is { } newest && (attempt > 0 || head.LastWeighted != newest) && attempt < Attempts; attempt++)
        {
            var uidWeights = await ComputeAsync(head, newest, cancellationToken).ConfigureAwait(false);
            var after = await AttemptAsync(head, newest, uidWeights, cancellationToken).ConfigureAwait(false);
            if (await heads.TryWriteAsync(after, cancellationToken).ConfigureAwait(false) is not null)
            {
                return;
            }

            // Another instance scored or set weights meanwhile, and these may have replaced its newer ones: set the newest again.
            head = await heads.ReadAsync(settings.Stream.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<IReadOnlyList<UidWeight>> ComputeAsync(ScoreHead head, RoundSlot newest, CancellationToken cancellationToken)
    {
        // Read anew: a uid may have another hotkey by now, which must not get the weight of the one before.
        await metagraphs.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var metagraph = await metagraphs.GetAsync(cancellationToken).ConfigureAwait(false);
        var scores = await documents.FindScoresAsync(head.StreamId, newest, cancellationToken).ConfigureAwait(false);
        var state = RoundScoresDocument.ReadState(scores!);
        var weights = WeightComputation.Compute(profile, state.Without(state.Keys.Where(hotkey => metagraph.Find(hotkey) is null)));
        return WeightComputation.ToUidWeights(weights, metagraph).Weights;
    }

    private async ValueTask<ScoreHead> AttemptAsync(ScoreHead head, RoundSlot newest, IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken)
    {
        if (weights.Count == 0)
        {
            LogFailed(newest, "no registered miner has a weight");
            return head with { WeightsFailure = "no registered miner has a weight" };
        }

        WeightsResult result;
        try
        {
            result = await subtensor.SetWeightsAsync(network.Netuid, self, weights, cancellationToken).ConfigureAwait(false);
        }
        catch (SubtensorException refused)
        {
            LogFailed(newest, refused.Message);
            return head with { WeightsFailure = refused.Message };
        }

        if (result.Outcome == WeightsOutcome.TooEarly)
        {
            LogTooEarly(newest, result);
            return head;
        }

        LogSet(newest, weights.Count, result);
        return head with { LastWeighted = newest, WeightsSetAt = time.GetUtcNow(), WeightsFailure = null };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Weights of round {Slot} for {Miners} miners: {Result}")]
    private partial void LogSet(RoundSlot slot, int miners, WeightsResult result);

    [LoggerMessage(Level = LogLevel.Information, Message = "Weights of round {Slot} wait for the next run: {Result}")]
    private partial void LogTooEarly(RoundSlot slot, WeightsResult result);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Weights of round {Slot} are not set: {Reason}")]
    private partial void LogFailed(RoundSlot slot, string reason);
}
