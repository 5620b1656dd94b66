using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>What the request timer does each minute: plans rounds, asks those that are due, and ends those that can't be asked any more.</summary>
public sealed partial class DueRounds(RoundPlanner planner, RoundAsker asker, RoundStore rounds, PredictionStore predictions, ValidatorSettings settings, TimeProvider time, ILogger<DueRounds> logger)
{
    /// <summary>Safe to run twice at once, late, or not at all for a while: what is done is decided by the stored rounds alone.</summary>
    public async ValueTask AskAsync(CancellationToken cancellationToken) =>
        await StreamRuns.EachAsync(settings.Streams, AskAsync, cancellationToken).ConfigureAwait(false);

    private async ValueTask AskAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        var recent = await planner.PlanAsync(plan, cancellationToken).ConfigureAwait(false);
        foreach (var round in recent.Where(IsDue))
        {
            if (time.GetUtcNow() - round.DueAt < plan.LateLimit)
            {
                await asker.AskAsync(plan, round, cancellationToken).ConfigureAwait(false);
            }
            else if (!await asker.TryFinishAsync(round, cancellationToken).ConfigureAwait(false))
            {
                await MissAsync(plan, round, cancellationToken).ConfigureAwait(false);
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

    /// <summary>The rows first, so that a run which is interrupted in between finds the round still open and does both again.</summary>
    private async ValueTask MissAsync(StreamPlan plan, Round round, CancellationToken cancellationToken)
    {
        var reason = round.State == RoundState.Planned
            ? $"it was not asked within {plan.LateLimit.TotalMinutes} minutes of its time"
            : "the validator was interrupted while it asked";
        await predictions.VoidAsync(round.StreamId, round.Slot, reason, cancellationToken).ConfigureAwait(false);
        if (await rounds.TryReplaceAsync(round with { State = RoundState.Missed, Reason = reason, ChangedAt = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false) is not null)
        {
            LogMissed(plan.Id, round.Slot, reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: round {Slot} is missed: {Reason}")]
    private partial void LogMissed(string stream, RoundSlot slot, string reason);
}
