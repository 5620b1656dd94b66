using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Makes everything that follows from a round's decided end: its rows, its miners' history, the head of the chain of scores, the weights, and last
/// the round itself. Until that last step the next run finds the round again and repeats them all, which changes nothing that is done.
/// </summary>
public sealed partial class RoundEnding(
    RoundStore rounds,
    PredictionStore predictions,
    MinerHistoryStore history,
    RoundDocumentStore documents,
    ScoreHeadStore heads,
    MetagraphReader metagraphs,
    ClosesSender closes,
    TimeProvider time,
    ILogger<RoundEnding> logger)
{
    /// <summary>The head as it is then; null when another instance is ahead.</summary>
    public async ValueTask<ScoreHead?> ApplyAsync(StreamPlan plan, EndedRound ended, CancellationToken cancellationToken)
    {
        var moved = await predictions.MoveAsync(RoundScoresDocument.ToPredictions(ended), cancellationToken).ConfigureAwait(false);
        var others = ended.Rows.ExceptBy(moved.Select(row => row.Hotkey), row => row.Hotkey);
        await history.SaveAsync([.. moved, .. others], cancellationToken).ConfigureAwait(false);
        if (await TryMoveHeadAsync(ended, cancellationToken).ConfigureAwait(false) is not { } head)
        {
            return null;
        }

        DateTimeOffset? sentAt = null;
        if (!ended.IsVoid)
        {
            (head, sentAt) = await FollowAsync(plan, ended, head, cancellationToken).ConfigureAwait(false);
        }

        var state = ended.IsVoid ? RoundState.Void : RoundState.Scored;
        var round = ended.Round with { State = state, Reason = ended.Scores.VoidReason, ClosesSentAt = sentAt, ChangedAt = time.GetUtcNow() };
        if (await rounds.TryReplaceAsync(round, cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        LogEnd(plan, ended);
        return head;
    }

    private async ValueTask<ScoreHead?> TryMoveHeadAsync(EndedRound ended, CancellationToken cancellationToken) =>
        ended.IsVoid || ended.Head.LastScored >= ended.Round.Slot
            ? ended.Head
            : await heads.TryWriteAsync(ended.Head with { LastScored = ended.Round.Slot, Subnet = ended.Scores.Subnet, Weights = null }, cancellationToken).ConfigureAwait(false);

    /// <summary>The weights of the new state, with which it hands the head back, and the true closes for the miners; when these were sent.</summary>
    private async ValueTask<(ScoreHead Head, DateTimeOffset? SentAt)> FollowAsync(StreamPlan plan, EndedRound ended, ScoreHead head, CancellationToken cancellationToken)
    {
        var metagraph = await metagraphs.GetAsync(cancellationToken).ConfigureAwait(false);
        if (Subnet.AreDifferent(ended.Scores.Subnet, metagraph.Subnet))
        {
            // The settings have named another subnet since it was scored: who was registered on its own is not known.
            return (head, null);
        }

        var weights = await documents.CreateWeightsAsync(RoundWeightsDocument.From(ended.Scores, plan.Profile, metagraph), ended.Round.Slot, cancellationToken).ConfigureAwait(false);
        var weighed = head.LastScored == ended.Round.Slot ? head with { Weights = weights } : head;
        if (!plan.Profile.SendsCloses)
        {
            return (weighed, null);
        }

        await closes.SendAsync(plan, ended, metagraph, cancellationToken).ConfigureAwait(false);
        return (weighed, time.GetUtcNow());
    }

    private void LogEnd(StreamPlan plan, EndedRound ended)
    {
        if (ended.Scores.VoidReason is { } reason)
        {
            LogVoid(plan.Id, ended.Round.Slot, reason);
        }
        else
        {
            LogScored(plan.Id, ended.Round.Slot, ended.Scores.Miners.Count, ended.Scores.GeometricMean);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream}: round {Slot} scored: {Miners} miners, weight of the round {GeometricMean:F2}")]
    private partial void LogScored(string stream, RoundSlot slot, int miners, double geometricMean);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: round {Slot} is void: {Reason}")]
    private partial void LogVoid(string stream, RoundSlot slot, string reason);
}
