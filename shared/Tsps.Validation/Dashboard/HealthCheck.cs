using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Storage;

namespace Tsps.Validation.Dashboard;

/// <summary>Finds out whether the validator does its work on each of its streams.</summary>
public sealed class HealthCheck(
    RoundStore rounds,
    ScoreHeadStore heads,
    SubmittedWeightsStore submissions,
    NextReads next,
    SubtensorSettings network,
    ValidatorSettings settings,
    TimeProvider time)
{
    private static readonly TimeSpan LookedAt = TimeSpan.FromDays(2);

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

    private async ValueTask<(StreamHealth Stream, IEnumerable<string> Problems)> CheckAsync(StreamPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        RoundSlot? lastAsked = null, lastScored = null;
        try
        {
            var recent = await rounds.ListAsync(plan.Id, plan.SlotAt(now - LookedAt), plan.SlotAt(now), cancellationToken).ConfigureAwait(false);
            lastAsked = recent.LastOrDefault(round => round.State is RoundState.Asked or RoundState.Scored)?.Slot;
            lastScored = (await heads.ReadAsync(plan.Id, cancellationToken).ConfigureAwait(false)).LastScored;
            await next.TryAsync(plan, lastScored, recent.FirstOrDefault(round => round.State == RoundState.Asked), cancellationToken).ConfigureAwait(false);
            return (new StreamHealth(plan.Id, lastAsked?.Key, lastScored?.Key), FindProblems(plan, recent, lastAsked, now));
        }
        catch (Exception unreadable) when (unreadable is NewerSchemaException or DamagedDataException)
        {
            return (new StreamHealth(plan.Id, lastAsked?.Key, lastScored?.Key), [unreadable.Message]);
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
        if (!recent.Any(round => round.Slot == current) && now - _startedAt > StartUp && now - current.Start > StartUp)
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
