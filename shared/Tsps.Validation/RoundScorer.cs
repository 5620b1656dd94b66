using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Ends one round: scores it, or records why it never can be. The scores document is the commit point: it is written whole, once, and names
/// the round whose state it starts from. Rows, head and round are made from it, so that every step may be repeated.
/// </summary>
public sealed partial class RoundScorer(
    RoundStore rounds,
    PredictionStore predictions,
    RoundDocumentStore documents,
    ScoreHeadStore heads,
    MetagraphReader metagraphs,
    TruthReader truths,
    ScoringProfile profile,
    TimeProvider time,
    ILogger<RoundScorer> logger)
{
    /// <summary>True when the round is scored or void now; false when it must wait, or another instance is ahead, and no later round may be scored before it.</summary>
    public async ValueTask<bool> TryEndAsync(Round round, CancellationToken cancellationToken)
    {
        var head = await heads.ReadAsync(round.StreamId, cancellationToken).ConfigureAwait(false);
        var scores = await documents.FindScoresAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false);
        var answers = await documents.FindAnswersAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false);
        if (scores is null)
        {
            if (head.LastScored >= round.Slot)
            {
                return await VoidAsync(round, "a later round was scored already", cancellationToken).ConfigureAwait(false);
            }

            if (answers is null || answers.Replies.All(reply => reply.Closes is null))
            {
                return await VoidAsync(round, "no miner gave a usable answer", cancellationToken).ConfigureAwait(false);
            }

            var truth = await truths.ReadAsync(round, cancellationToken).ConfigureAwait(false);
            if (truth.Closes is null)
            {
                return truth.MayStillCome ? Wait(round, truth.Problem!) : await VoidAsync(round, truth.Problem!, cancellationToken).ConfigureAwait(false);
            }

            if (await ComputeAsync(round, answers, truth, head, cancellationToken).ConfigureAwait(false) is not { } computed)
            {
                return await VoidAsync(round, "no answer could be scored against its truth", cancellationToken).ConfigureAwait(false);
            }

            scores = await documents.CreateScoresAsync(computed, round.Slot, cancellationToken).ConfigureAwait(false);
        }

        return await ApplyAsync(round, scores, answers!, head, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The round's scores; null when nothing in it can be scored.</summary>
    private async ValueTask<RoundScores?> ComputeAsync(Round round, RoundAnswers answers, Truth truth, ScoreHead head, CancellationToken cancellationToken)
    {
        var before = await ReadStateAsync(round.StreamId, head.LastScored, cancellationToken).ConfigureAwait(false);
        var metagraph = await metagraphs.GetAsync(cancellationToken).ConfigureAwait(false);
        Hotkey[] deregistered = [.. before.Keys.Where(hotkey => metagraph.Find(hotkey) is null)];
        var usable = answers.Replies.Where(reply => reply.Closes is not null && metagraph.Find(new Hotkey(reply.Hotkey)) is not null).ToArray();
        var result = RoundScoring.Score(profile, before.Without(deregistered), [.. usable.Select(MinerAnswers.FromReply)], truth.Closes);
        return result.Outcome == RoundOutcome.Scored ? RoundScoresDocument.From(round, head.LastScored, profile, truth, deregistered, usable, result) : null;
    }

    /// <summary>The state that the chain of scores ends with.</summary>
    private async ValueTask<ScoreState> ReadStateAsync(string streamId, RoundSlot? lastScored, CancellationToken cancellationToken)
    {
        if (lastScored is not { } slot)
        {
            return ScoreState.Empty;
        }

        var scores = await documents.FindScoresAsync(streamId, slot, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The scores of round {slot} are gone from Blob storage; restore container 'rounds' before scoring on.");
        return RoundScoresDocument.ReadState(scores);
    }

    private async ValueTask<bool> ApplyAsync(Round round, RoundScores scores, RoundAnswers answers, ScoreHead head, CancellationToken cancellationToken)
    {
        await predictions.SaveAsync(RoundScoresDocument.ToPredictions(round, scores, answers), cancellationToken).ConfigureAwait(false);
        if (!(head.LastScored >= round.Slot) && await heads.TryWriteAsync(head with { LastScored = round.Slot }, cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        var scored = round with { State = RoundState.Scored, ChangedAt = time.GetUtcNow() };
        if (await rounds.TryReplaceAsync(scored, cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        LogScored(round.Slot, scores.Miners.Count, scores.GeometricMean);
        return true;
    }

    /// <summary>The round first: where another instance was ahead, nothing of its work is touched.</summary>
    private async ValueTask<bool> VoidAsync(Round round, string reason, CancellationToken cancellationToken)
    {
        var ended = round with { State = RoundState.Void, Reason = reason, ChangedAt = time.GetUtcNow() };
        if (await documents.FindScoresAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false) is not null
            || await rounds.TryReplaceAsync(ended, cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        await predictions.VoidAsync(round, reason, cancellationToken).ConfigureAwait(false);
        LogVoid(round.Slot, reason);
        return true;
    }

    private bool Wait(Round round, string problem)
    {
        LogWaits(round.Slot, problem);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Round {Slot} scored: {Miners} miners, weight of the round {GeometricMean:F2}")]
    private partial void LogScored(RoundSlot slot, int miners, double geometricMean);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Round {Slot} is void: {Reason}")]
    private partial void LogVoid(RoundSlot slot, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Round {Slot} waits for its truth: {Problem}")]
    private partial void LogWaits(RoundSlot slot, string problem);
}
