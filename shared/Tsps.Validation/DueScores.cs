using System.Collections.Concurrent;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>What the scoring timer does: scores every round whose truth has come, oldest first, then sets weights from the newest states.</summary>
public sealed class DueScores(RoundStore rounds, ScoreHeadStore heads, RoundScorer scorer, InterruptedRounds interrupted, WeightSetter weights, ValidatorSettings settings, TimeProvider time)
{
    /// <summary>A round interrupted so long ago may lie beyond what the request timer looks at.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>Safe to run twice at once, late, or not at all for a while: each round moves the state once, in slot order.</summary>
    public async ValueTask ScoreAsync(CancellationToken cancellationToken)
    {
        var known = new ConcurrentBag<ScoreHead>();
        try
        {
            await StreamRuns.EachAsync(settings.Streams, ScoreAsync, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // A stream that cannot be scored keeps nobody's weights back.
            await weights.SetDueAsync(known, cancellationToken).ConfigureAwait(false);
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
        var head = await heads.ReadAsync(plan.Id, cancellationToken).ConfigureAwait(false);
        foreach (var round in await ListWaitingAsync(plan, head, cancellationToken).ConfigureAwait(false))
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

    private async ValueTask<IEnumerable<Round>> ListWaitingAsync(StreamPlan plan, ScoreHead head, CancellationToken cancellationToken)
    {
        // Rounds are scored in order, so none waits from before the one scored last; before the first, any may.
        var oldest = head.LastScored ?? new RoundSlot(DateTimeOffset.UnixEpoch);
        var found = await rounds.ListAsync(plan.Id, oldest, plan.SlotAt(time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        return found.Where(round => round.State is RoundState.Asked or RoundState.Asking);
    }

    private bool IsSettled(Round round) => time.GetUtcNow().ToUnixTimeMilliseconds() > round.EndMs + (long)settings.SettlingTime.TotalMilliseconds;
}
