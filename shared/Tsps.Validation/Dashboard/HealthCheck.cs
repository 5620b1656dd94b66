using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Storage;

namespace Tsps.Validation.Dashboard;

/// <summary>Finds out whether the validator does its work on each of its streams.</summary>
public sealed class HealthCheck(
    RoundStore rounds,
    ScoreHeadStore heads,
    SubmittedWeightsStore submissions,
    StreamFailureStore failures,
    NextReads next,
    SubtensorSettings network,
    ValidatorSettings settings,
    TimeProvider time)
{
    private static readonly TimeSpan LookedAt = TimeSpan.FromDays(2);

    /// <summary>How long after it could be a round may be unscored: a run of the timer may come late, or find the exchange away.</summary>
    private static readonly TimeSpan ScoringSlack = TimeSpan.FromHours(2);

    /// <summary>How long into a slot, and after its start, an instance may not have planned that slot's round yet.</summary>
    private static readonly TimeSpan StartUp = TimeSpan.FromMinutes(5);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public async ValueTask<HealthReport> CheckAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var streams = new List<StreamHealth>();
        var problems = new List<string>();
        foreach (var plan in settings.Streams)
        {
            var (stream, found) = await CheckAsync(plan, now, cancellationToken).ConfigureAwait(false);
            streams.Add(stream);
            problems.AddRange(found.Select(problem => settings.Streams.Count > 1 ? $"{plan.Id}: {problem}" : problem));
        }

        var (setAt, failure) = await CheckWeightsAsync(cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            problems.Add($"weights are not set: {failure}");
        }

        return new HealthReport(
            problems.Count == 0, now, streams.Max(stream => stream.LastAsked), streams.Max(stream => stream.LastScored), setAt, streams, problems, settings.Notice);
    }

    private async ValueTask<(StreamHealth Stream, IReadOnlyList<string> Problems)> CheckAsync(StreamPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        RoundSlot? lastAsked = null, lastScored = null;
        var problems = new List<string>();
        await TryAsync(async () =>
        {
            lastScored = (await heads.ReadAsync(plan.Id, cancellationToken).ConfigureAwait(false)).LastScored;
            var unreadable = new List<UnreadableRow>();
            var known = await ListAsync(plan, lastScored, now, unreadable, cancellationToken).ConfigureAwait(false);
            var recent = known.Where(round => round.Slot >= plan.SlotAt(now - LookedAt)).ToArray();
            lastAsked = recent.LastOrDefault(round => round.State is RoundState.Asked or RoundState.Scored)?.Slot;
            var waiting = known.FirstOrDefault(IsWaiting);
            problems.AddRange(unreadable.Count > 0 ? unreadable.Select(row => row.Problem) : FindProblems(plan, recent, isNew: known.Count == 0, lastAsked, now));
            problems.AddRange(FindUnscored(plan, recent, waiting, now));
            await next.TryAsync(plan, lastScored, waiting, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        await TryAsync(async () =>
        {
            // What the reading found already is not said twice.
            var failed = await failures.ListAsync(plan.Id, now, cancellationToken).ConfigureAwait(false);
            problems.AddRange(failed.Where(failure => !problems.Contains(failure.Reason)).Select(failure => $"{failure.Work} failed at {failure.FailedAt:u}: {failure.Reason}"));
        }).ConfigureAwait(false);
        return (new StreamHealth(plan.Id, lastAsked?.Key, lastScored?.Key), problems);

        async ValueTask TryAsync(Func<ValueTask> check)
        {
            try
            {
                await check().ConfigureAwait(false);
            }
            catch (Exception unreadable) when (UnreadableData.Is(unreadable))
            {
                problems.Add(unreadable.Message);
            }
        }
    }

    /// <summary>The rounds of the last two days, and all from the one scored last on: scoring looks at no others.</summary>
    private ValueTask<IReadOnlyList<Round>> ListAsync(StreamPlan plan, RoundSlot? lastScored, DateTimeOffset now, ICollection<UnreadableRow> unreadable, CancellationToken cancellationToken)
    {
        var (recent, scored) = (plan.SlotAt(now - LookedAt), lastScored ?? new RoundSlot(DateTimeOffset.UnixEpoch));
        return rounds.ListAsync(plan.Id, scored < recent ? scored : recent, plan.SlotAt(now), cancellationToken, unreadable);
    }

    /// <summary>Asked, or left behind while it was.</summary>
    private bool IsWaiting(Round round) => round.State == RoundState.Asked || (round.State == RoundState.Asking && time.GetUtcNow() - round.ChangedAt > settings.AskingLimit);

    private IEnumerable<string> FindUnscored(StreamPlan plan, IReadOnlyList<Round> recent, Round? waiting, DateTimeOffset now)
    {
        if (waiting is { State: RoundState.Asked } && !HasJustBegunAgain(plan, recent, now) && ScorableSince(waiting) is var since && now - since > ScoringSlack)
        {
            yield return $"round {waiting.Slot} could be scored since {since:u} and is not: its truth is incomplete, or the Score function fails or does not run; the log says which";
        }
    }

    /// <summary>A round about the past has its truth before it is asked.</summary>
    private DateTimeOffset ScorableSince(Round round)
    {
        var settled = DateTimeOffset.FromUnixTimeMilliseconds(round.EndMs) + settings.SettlingTime;
        return settled > round.ChangedAt ? settled : round.ChangedAt;
    }

    /// <summary>Whether no validator ran until a moment ago, so that the scoring timer may have had no turn yet.</summary>
    private static bool HasJustBegunAgain(StreamPlan plan, IReadOnlyList<Round> recent, DateTimeOffset now) =>
        recent.LastOrDefault(round => round.Reason == RoundPlanner.NobodyRan) is { } last
        && now - (last.Slot.Start + (plan.SlotPeriod * 2)) < StreamWork.Score.Every + StartUp;

    private async ValueTask<(DateTimeOffset? SetAt, string? Failure)> CheckWeightsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var submission = await submissions.ReadAsync(network.Netuid, cancellationToken).ConfigureAwait(false);
            return (submission.SetAt, submission.Failure);
        }
        catch (Exception unreadable) when (UnreadableData.Is(unreadable))
        {
            return (null, unreadable.Message);
        }
    }

    /// <param name="isNew">Nothing was ever planned: then it may be a minute until it is.</param>
    private IEnumerable<string> FindProblems(StreamPlan plan, IReadOnlyList<Round> recent, bool isNew, RoundSlot? lastAsked, DateTimeOffset now)
    {
        var current = plan.SlotAt(now);
        if (!recent.Any(round => round.Slot == current) && (!isNew || now - _startedAt > StartUp) && now - current.Start > StartUp)
        {
            yield return $"no round is planned for {current}: the {StreamWork.Asking(plan).Function} function has not run";
        }

        var own = ListOwn(recent, lastAsked);
        if (lastAsked is null && !recent.Any(IsAsked) && own.Any(round => now - round.DueAt > plan.LateLimit))
        {
            yield return "no round of the last two days was asked";
        }

        if (own.LastOrDefault(round => round.State is RoundState.Missed or RoundState.Void) is { } lost && (lastAsked is null || lost.Slot > lastAsked))
        {
            yield return $"round {lost.Slot} is {lost.State}: {lost.Reason}";
        }
    }

    /// <summary>
    /// The rounds that it was up to this validator to ask. Until it has asked one, that is none from before it ran, nor the one in whose slot it began, whose
    /// minute may have been over by then.
    /// </summary>
    private static Round[] ListOwn(IReadOnlyList<Round> recent, RoundSlot? lastAsked)
    {
        if (lastAsked is not null)
        {
            return [.. recent];
        }

        Round[] sinceItRuns = [.. recent.Reverse().TakeWhile(round => round.Reason != RoundPlanner.NobodyRan).Reverse()];
        return sinceItRuns is [{ State: RoundState.Planned or RoundState.Missed }, ..] ? sinceItRuns[1..] : sinceItRuns;
    }

    /// <summary>Whether miners were asked, whatever came of it.</summary>
    private static bool IsAsked(Round round) => round.StartMs > 0;
}
