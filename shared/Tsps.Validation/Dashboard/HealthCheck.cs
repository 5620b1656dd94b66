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
    StreamRuns runs,
    SubtensorSettings network,
    ValidatorSettings settings,
    TimeProvider time)
{
    private static readonly TimeSpan LookedAt = TimeSpan.FromDays(2);

    /// <summary>How long after it could be a round may be unscored: a run of the timer may come late, or find the exchange away.</summary>
    private static readonly TimeSpan ScoringSlack = TimeSpan.FromHours(2);

    /// <summary>How long into a slot, and after its start, an instance may not have planned that slot's round yet.</summary>
    private static readonly TimeSpan StartUp = TimeSpan.FromMinutes(5);

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
            var known = await ListAsync(plan, lastScored, now, cancellationToken).ConfigureAwait(false);
            var recent = known.Where(round => round.Slot >= plan.SlotAt(now - LookedAt)).ToArray();
            lastAsked = recent.LastOrDefault(round => round.State is RoundState.Asked or RoundState.Scored)?.Slot;
            var waiting = known.FirstOrDefault(IsWaiting);
            problems.AddRange(FindProblems(plan, recent, lastAsked, now));
            problems.AddRange(FindUnscored(waiting, now));
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
            catch (Exception unreadable) when (unreadable is NewerSchemaException or DamagedDataException)
            {
                problems.Add(unreadable.Message);
            }
        }
    }

    /// <summary>The rounds of the last two days, and all from the one scored last on: scoring looks at no others.</summary>
    private ValueTask<IReadOnlyList<Round>> ListAsync(StreamPlan plan, RoundSlot? lastScored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (recent, scored) = (plan.SlotAt(now - LookedAt), lastScored ?? new RoundSlot(DateTimeOffset.UnixEpoch));
        return rounds.ListAsync(plan.Id, scored < recent ? scored : recent, plan.SlotAt(now), cancellationToken);
    }

    /// <summary>Asked, or left behind while it was.</summary>
    private bool IsWaiting(Round round) => round.State == RoundState.Asked || (round.State == RoundState.Asking && time.GetUtcNow() - round.ChangedAt > settings.AskingLimit);

    /// <summary>An instance that has just begun may be the first after a long outage, and not have scored yet.</summary>
    private IEnumerable<string> FindUnscored(Round? waiting, DateTimeOffset now)
    {
        if (now - runs.StartedAt > StreamWork.Score.Every + StartUp
            && waiting is { State: RoundState.Asked } && DateTimeOffset.FromUnixTimeMilliseconds(waiting.EndMs) + settings.SettlingTime is var settled && now - settled > ScoringSlack)
        {
            yield return $"round {waiting.Slot} could be scored since {settled:u} and is not: its truth is incomplete, or the Score function fails or does not run; the log says which";
        }
    }

    private async ValueTask<(DateTimeOffset? SetAt, string? Failure)> CheckWeightsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var submission = await submissions.ReadAsync(network.Netuid, cancellationToken).ConfigureAwait(false);
            return (submission.SetAt, submission.Failure);
        }
        catch (Exception unreadable) when (unreadable is NewerSchemaException or DamagedDataException)
        {
            return (null, unreadable.Message);
        }
    }

    private IEnumerable<string> FindProblems(StreamPlan plan, IReadOnlyList<Round> recent, RoundSlot? lastAsked, DateTimeOffset now)
    {
        var current = plan.SlotAt(now);
        if (!recent.Any(round => round.Slot == current) && now - runs.StartedAt > StartUp && now - current.Start > StartUp)
        {
            yield return $"no round is planned for {current}: the {(plan.CommitsFirst ? "Commitment" : "Request")} function has not run";
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
