using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Ends rounds that were not asked in time, or whose asking was interrupted.</summary>
public sealed partial class InterruptedRounds(
    RoundAsker asker, RoundStore rounds, PredictionStore predictions, MinerHistoryStore history, TimeProvider time, ILogger<InterruptedRounds> logger)
{
    /// <summary>Completes the round where its answers are stored, else it is missed.</summary>
    public async ValueTask EndAsync(StreamPlan plan, Round round, CancellationToken cancellationToken)
    {
        if (!await asker.TryFinishAsync(round, cancellationToken).ConfigureAwait(false))
        {
            await MissAsync(plan, round, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The rows first, so that a run which is interrupted in between finds the round still open and does both again.</summary>
    private async ValueTask MissAsync(StreamPlan plan, Round round, CancellationToken cancellationToken)
    {
        var reason = round.State == RoundState.Planned
            ? $"it was not asked within {plan.LateLimit.TotalMinutes} minutes of its time"
            : "the validator was interrupted while it asked";
        var rows = await predictions.VoidAsync(round.StreamId, round.Slot, reason, cancellationToken).ConfigureAwait(false);
        await history.SaveAsync(rows, cancellationToken).ConfigureAwait(false);
        if (await rounds.TryReplaceAsync(round with { State = RoundState.Missed, Reason = reason, ChangedAt = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false) is not null)
        {
            LogMissed(plan.Id, round.Slot, reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: round {Slot} is missed: {Reason}")]
    private partial void LogMissed(string stream, RoundSlot slot, string reason);
}
