using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>What the scoring timer does: scores every round whose truth has come, oldest first, then sets weights from the newest states.</summary>
public sealed partial class DueScores(
    RoundStore rounds,
    RoundDocumentStore documents,
    ScoreHeadStore heads,
    RoundScorer scorer,
    InterruptedRounds interrupted,
    WeightSetter weights,
    StreamRuns runs,
    ValidatorSettings settings,
    TimeProvider time,
    ILogger<DueScores> logger)
{
    /// <summary>A round interrupted so long ago may lie beyond what the request timer looks at.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>Safe to run twice at once, late, or not at all for a while: each round moves the state once, in slot order.</summary>
    public async ValueTask ScoreAsync(CancellationToken cancellationToken)
    {
        var known = new ConcurrentBag<ScoreHead>();
        var failures = new List<Exception>();
        await TryAsync(() => runs.EachAsync(StreamWork.Score, settings.Streams, ScoreAsync, cancellationToken)).ConfigureAwait(false);

        // A stream that cannot be scored keeps nobody's weights back.
        await TryAsync(() => weights.SetDueAsync(known, cancellationToken)).ConfigureAwait(false);
        StreamRuns.ThrowIfAny(failures);

        async ValueTask TryAsync(Func<ValueTask> run)
        {
            try
            {
                await run().ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failures.Add(failure);
            }
        }

        async ValueTask ScoreAsync(StreamPlan plan, CancellationToken token)
        {
            if (await this.ScoreAsync(plan, token).ConfigureAwait(false) is { } head)
            {
                known.Add(head);
            }
        }
    }

    /// <returns>How far the stream is; null when another instance may have brought it further.</returns>
    private async ValueTask<ScoreHead?> ScoreAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        var (head, waiting) = await FindWaitingAsync(plan, cancellationToken).ConfigureAwait(false);
        foreach (var round in waiting)
        {
            // A round still being asked after all that time was interrupted; the request timer ends it, and until then none may overtake it.
            if (round.State == RoundState.Asking && time.GetUtcNow() - round.ChangedAt > Abandoned)
            {
                await interrupted.EndAsync(plan, round, cancellationToken).ConfigureAwait(false);
                break;
            }

            if (round.State == RoundState.Asking || !IsSettled(round))
            {
                break;
            }

            if (await scorer.TryEndAsync(plan, round, head, cancellationToken).ConfigureAwait(false) is not { } moved)
            {
                return null;
            }

            head = moved;
        }

        return head;
    }

    private async ValueTask<(ScoreHead Head, IEnumerable<Round> Waiting)> FindWaitingAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        // Rounds are scored in order, so none waits from before the one scored last; before the first, any may.
        var head = await heads.ReadAsync(plan.Id, cancellationToken).ConfigureAwait(false);
        var oldest = head.LastScored ?? new RoundSlot(DateTimeOffset.UnixEpoch);
        var found = await rounds.ListAsync(plan.Id, oldest, plan.SlotAt(time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        if (head.LastScored is null && found.LastOrDefault(round => round.State == RoundState.Scored) is { } last)
        {
            // The head's row is gone. It moves before the round's own does, so the last of these is where it was, or right before.
            LogHeadGone(plan.Id, last.Slot);
            var scores = await documents.FindScoresAsync(plan.Id, last.Slot, cancellationToken).ConfigureAwait(false);
            head = head with { LastScored = last.Slot, Subnet = scores?.Subnet };
        }

        return (head, found.Where(round => round.State is RoundState.Asked or RoundState.Asking));
    }

    private bool IsSettled(Round round) => time.GetUtcNow().ToUnixTimeMilliseconds() > round.EndMs + (long)settings.SettlingTime.TotalMilliseconds;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: the row of table heads that says how far it is scored is gone; it goes on from round {Slot}, the last that is scored")]
    private partial void LogHeadGone(string stream, RoundSlot slot);
}
