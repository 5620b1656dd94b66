using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>What the request timer does each minute: plans rounds, asks those that are due, and ends those that can't be asked any more.</summary>
public sealed partial class DueRounds(RoundPlanner planner, RoundAsker asker, RoundStore rounds, PredictionStore predictions, ValidatorSettings settings, TimeProvider time, ILogger<DueRounds> logger)
{
    /// <summary>Safe to run twice at once, late, or not at all for a while: what is done is decided by the stored rounds alone.</summary>
    public async ValueTask AskAsync(CancellationToken cancellationToken)
    {
        var recent = await planner.PlanAsync(cancellationToken).ConfigureAwait(false);
        foreach (var round in recent.Where(IsDue))
        {
            if (time.GetUtcNow() - round.DueAt <= settings.LateLimit)
            {
                await asker.AskAsync(round, cancellationToken).ConfigureAwait(false);
            }
            else if (!await asker.TryFinishAsync(round, cancellationToken).ConfigureAwait(false))
            {
                await MissAsync(round, cancellationToken).ConfigureAwait(false);
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

    private async ValueTask MissAsync(Round round, CancellationToken cancellationToken)
    {
        var reason = round.State == RoundState.Planned ? "it was not asked within an hour of its time" : "the validator was interrupted while it asked";
        var missed = round with { State = RoundState.Missed, Reason = reason, ChangedAt = time.GetUtcNow() };
        if (await rounds.TryReplaceAsync(missed, cancellationToken).ConfigureAwait(false) is not null)
        {
            await predictions.VoidAsync(round, reason, cancellationToken).ConfigureAwait(false);
            LogMissed(round.Slot, reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Round {Slot} is missed: {Reason}")]
    private partial void LogMissed(RoundSlot slot, string reason);
}
