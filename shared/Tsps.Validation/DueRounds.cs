using Tsps.Domain;

namespace Tsps.Validation;

/// <summary>What the request timers do each minute: plan rounds, ask those that are due, and end those that can't be asked any more.</summary>
public sealed class DueRounds(RoundPlanner planner, RoundAsker asker, InterruptedRounds interrupted, ValidatorSettings settings, TimeProvider time)
{
    /// <summary>
    /// Safe to run twice at once, late, or not at all for a while: what is done is decided by the stored rounds alone. Streams whose miners commit
    /// first are asked at the minute, and wait for no other stream's answers.
    /// </summary>
    /// <param name="commitsFirst">Which streams.</param>
    public ValueTask AskAsync(bool commitsFirst, CancellationToken cancellationToken) =>
        StreamRuns.EachAsync([.. settings.Streams.Where(plan => plan.CommitsFirst == commitsFirst)], AskAsync, cancellationToken);

    private async ValueTask AskAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        var recent = await planner.PlanAsync(plan, cancellationToken).ConfigureAwait(false);
        foreach (var round in recent.Where(IsDue))
        {
            if (time.GetUtcNow() - round.DueAt < plan.LateLimit)
            {
                await asker.AskAsync(plan, round, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await interrupted.EndAsync(plan, round, cancellationToken).ConfigureAwait(false);
            }
        }
    }

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
