using System.Runtime.ExceptionServices;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>What the request timers do each minute: plan rounds, ask those that are due, and end those that can't be asked any more.</summary>
public sealed class DueRounds(RoundPlanner planner, RoundAsker asker, InterruptedRounds interrupted, StreamRuns runs, ValidatorSettings settings, TimeProvider time)
{
    /// <summary>
    /// Safe to run twice at once, late, or not at all for a while: what is done is decided by the stored rounds alone. Streams whose miners commit
    /// first are asked at the minute, and wait for no other stream's answers.
    /// </summary>
    /// <param name="commitsFirst">Which streams.</param>
    public ValueTask AskAsync(bool commitsFirst, CancellationToken cancellationToken) => runs.EachAsync(
        commitsFirst ? StreamWork.Commitment : StreamWork.Request,
        [.. settings.Streams.Where(plan => plan.CommitsFirst == commitsFirst)],
        AskAsync,
        cancellationToken);

    private async ValueTask AskAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        var recent = await planner.PlanAsync(plan, cancellationToken).ConfigureAwait(false);
        ExceptionDispatchInfo? first = null;
        foreach (var round in recent.Where(IsDue))
        {
            try
            {
                await AskOrEndAsync(plan, round, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is CandleSourceException || UnreadableData.Is(failure))
            {
                // The round waits, and those after it don't.
                first ??= ExceptionDispatchInfo.Capture(failure);
            }
        }

        first?.Throw();
    }

    private ValueTask AskOrEndAsync(StreamPlan plan, Round round, CancellationToken cancellationToken) => time.GetUtcNow() - round.DueAt < plan.LateLimit
        ? asker.AskAsync(plan, round, cancellationToken)
        : interrupted.EndAsync(plan, round, cancellationToken);

    private bool IsDue(Round round)
    {
        var now = time.GetUtcNow();
        return round.State switch
        {
            RoundState.Planned => round.DueAt <= now,
            RoundState.Asking => now - round.ChangedAt > settings.AskingLimit,
            _ => false,
        };
    }
}
