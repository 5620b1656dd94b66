using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Decides how a round ends: with scores, or void. The scores document is the commit point of either: it is written whole, once, and names the
/// round whose state it starts from. All else is made from it (<see cref="RoundEnding"/>), so that every step may be repeated.
/// </summary>
public sealed partial class RoundScorer(
    PredictionStore predictions,
    RoundDocumentStore documents,
    MetagraphReader metagraphs,
    TruthReader truths,
    RoundEnding ending,
    TimeProvider time,
    ILogger<RoundScorer> logger)
{
    /// <summary>Ends a round whose horizon is over.</summary>
    /// <returns>
    /// The head as it is once the round is scored or void; null when the round must wait, or another instance is ahead: then no later round may be
    /// scored before it.
    /// </returns>
    public async ValueTask<ScoreHead?> TryEndAsync(StreamPlan plan, Round round, ScoreHead head, CancellationToken cancellationToken)
    {
        var answers = await FindAnswersAsync(round, cancellationToken).ConfigureAwait(false);
        var rows = await MoveDueAsync(round, cancellationToken).ConfigureAwait(false);
        var scores = await DecideAsync(plan, round, answers, head, cancellationToken).ConfigureAwait(false);
        return scores is null ? null : await ending.ApplyAsync(plan, new EndedRound(round, scores, answers, rows, head), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Null where there are none, or they could not be read for as long as ones that are gone are waited for.</summary>
    private async ValueTask<RoundAnswers?> FindAnswersAsync(Round round, CancellationToken cancellationToken)
    {
        try
        {
            return await documents.FindAnswersAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false);
        }
        catch (DamagedDataException) when (!truths.MayStillCome(round, isAway: true))
        {
            return null;
        }
    }

    private async ValueTask<IReadOnlyList<Prediction>> MoveDueAsync(Round round, CancellationToken cancellationToken)
    {
        var rows = await predictions.ListAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false);
        var due = rows.Where(row => row.State == PredictionState.Received).ToArray();
        if (due.Length == 0)
        {
            return rows;
        }

        var moved = await predictions.MoveAsync([.. due.Select(row => row with { State = PredictionState.Due })], cancellationToken).ConfigureAwait(false);
        return [.. rows.Except(due), .. moved];
    }

    /// <summary>The round's document, made now unless it has one; null when its truth may still come.</summary>
    private async ValueTask<RoundScores?> DecideAsync(StreamPlan plan, Round round, RoundAnswers? answers, ScoreHead head, CancellationToken cancellationToken)
    {
        var decided = head.LastScored >= round.Slot ? await FindOrVoidAsync(plan, round, head, cancellationToken).ConfigureAwait(false)
            : answers is null && round.ReceivedCount > 0 ? NewVoidWithoutAnswers(plan, round, head)
            : answers?.Replies.Any(reply => reply.Closes is not null) != true ? NewVoid(plan, round, head, VoidReasons.NoUsableAnswer)
            : await JudgeAsync(plan, round, answers, head, cancellationToken).ConfigureAwait(false);
        return decided is null ? null : await documents.CreateScoresAsync(decided, round.Slot, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<RoundScores> FindOrVoidAsync(StreamPlan plan, Round round, ScoreHead head, CancellationToken cancellationToken) =>
        await documents.FindScoresAsync(plan.Id, round.Slot, cancellationToken).ConfigureAwait(false)
        ?? (head.LastScored == round.Slot ? throw ScoresGone(plan.Id, round.Slot) : NewVoid(plan, round, head, VoidReasons.LaterRoundScored));

    private async ValueTask<RoundScores?> JudgeAsync(StreamPlan plan, Round round, RoundAnswers answers, ScoreHead head, CancellationToken cancellationToken)
    {
        var metagraph = await metagraphs.GetAsync(cancellationToken).ConfigureAwait(false);
        if (Subnet.AreDifferent(answers.Subnet, metagraph.Subnet))
        {
            return NewVoid(plan, round, head, $"it was asked on {answers.Subnet}, and the validator is on {metagraph.Subnet} now");
        }

        var truth = await truths.ReadAsync(plan, round, cancellationToken).ConfigureAwait(false);
        if (truth.Closes is null)
        {
            LogIncomplete(plan.Id, round.Slot, truth.Problem!);
            return truth.MayStillCome ? null : NewVoid(plan, round, head, truth.Problem!);
        }

        var previous = FindPrevious(plan, round, head, metagraph);
        var before = await ReadStateAsync(plan.Id, previous, cancellationToken).ConfigureAwait(false);
        var input = new ScoringInput(
            before,
            [.. before.Keys.Where(hotkey => metagraph.Find(hotkey) is null)],
            answers,
            [.. answers.Replies.Where(reply => reply.Closes is not null).Select(reply => new Hotkey(reply.Hotkey)).Where(hotkey => metagraph.Find(hotkey) is null)],
            truth.Closes);
        var result = input.Score(plan.Profile);
        return result.Outcome == RoundOutcome.Scored
            ? RoundScoresDocument.From(round, previous, metagraph.Subnet ?? answers.Subnet, plan.Profile, truth, input, result, time.GetUtcNow())
            : NewVoid(plan, round, head, VoidReasons.NoneScorable);
    }

    /// <summary>The round whose state this one starts from; null where that is of another subnet, on which nothing is built.</summary>
    private RoundSlot? FindPrevious(StreamPlan plan, Round round, ScoreHead head, Metagraph metagraph)
    {
        if (!Subnet.AreDifferent(head.Subnet, metagraph.Subnet))
        {
            return head.LastScored;
        }

        LogAnew(plan.Id, round.Slot, metagraph.Subnet!, head.Subnet!);
        return null;
    }

    private RoundScores NewVoid(StreamPlan plan, Round round, ScoreHead head, string reason) =>
        RoundScoresDocument.Void(round, head.LastScored, plan.Profile, reason, time.GetUtcNow());

    /// <summary>A blob that is gone may be restored, so the round waits for it, as long as for an exchange that is away.</summary>
    /// <exception cref="DamagedDataException">It is not over yet.</exception>
    private RoundScores NewVoidWithoutAnswers(StreamPlan plan, Round round, ScoreHead head) => truths.MayStillCome(round, isAway: true)
        ? throw new DamagedDataException($"The answers of round {round.Slot} of {plan.Id} are gone from Blob storage; restore container 'rounds'.")
        : NewVoid(plan, round, head, VoidReasons.AnswersGone);

    /// <summary>The state that the chain of scores ends with.</summary>
    private async ValueTask<ScoreState> ReadStateAsync(string streamId, RoundSlot? lastScored, CancellationToken cancellationToken)
    {
        if (lastScored is not { } slot)
        {
            return ScoreState.Empty;
        }

        var scores = await documents.FindScoresAsync(streamId, slot, cancellationToken).ConfigureAwait(false)
            ?? throw ScoresGone(streamId, slot);
        return scores.VoidReason is null
            ? RoundScoresDocument.ReadState(scores)
            : throw new DamagedDataException($"scores.json of round {slot} of {streamId} says that the round is void, and table heads that it was scored last; restore container 'rounds' before scoring on");
    }

    private static DamagedDataException ScoresGone(string streamId, RoundSlot slot) =>
        new($"The scores of round {slot} of {streamId} are gone from Blob storage; restore container 'rounds' before scoring on.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: scores begin anew with round {Slot}, the first one of {Subnet}; those before are of {Former}")]
    private partial void LogAnew(string stream, RoundSlot slot, Subnet subnet, Subnet former);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: the truth of round {Slot} is incomplete: {Problem}")]
    private partial void LogIncomplete(string stream, RoundSlot slot, string problem);
}
