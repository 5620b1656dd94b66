using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Ends rounds that were not asked in time, or whose asking was interrupted.</summary>
public sealed partial class InterruptedRounds(
    RoundAsker asker,
    RoundStore rounds,
    PredictionStore predictions,
    MinerHistoryStore history,
    StreamFailureStore failures,
    TimeProvider time,
    ILogger<InterruptedRounds> logger)
{
    /// <summary>How long answers that can't be read are waited for: longer than any others.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromDays(15);

    /// <summary>Completes the round where its answers are stored, else it is missed.</summary>
    public async ValueTask EndAsync(StreamPlan plan, Round round, CancellationToken cancellationToken)
    {
        if (!await TryFinishAsync(round, cancellationToken).ConfigureAwait(false))
        {
            await MissAsync(plan, round, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> TryFinishAsync(Round round, CancellationToken cancellationToken)
    {
        try
        {
            return await asker.TryFinishAsync(round, cancellationToken).ConfigureAwait(false);
        }
        catch (DamagedDataException) when (time.GetUtcNow() - round.DueAt > WaitLimit)
        {
            return false;
        }
    }

    /// <summary>The rows first, so that a run which is interrupted in between finds the round still open and does both again.</summary>
    private async ValueTask MissAsync(StreamPlan plan, Round round, CancellationToken cancellationToken)
    {
        var reason = round.State == RoundState.Planned
            ? await WhyNotAskedAsync(plan, cancellationToken).ConfigureAwait(false)
            : "the validator was interrupted while it asked";
        var rows = await predictions.VoidAsync(round.StreamId, round.Slot, reason, cancellationToken).ConfigureAwait(false);
        await history.SaveAsync(rows, cancellationToken).ConfigureAwait(false);
        if (await rounds.TryReplaceAsync(round with { State = RoundState.Missed, Reason = reason, ChangedAt = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false) is not null)
        {
            LogMissed(plan.Id, round.Slot, reason);
        }
    }

    private async ValueTask<string> WhyNotAskedAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        var work = StreamWork.Asking(plan).Function;
        var failed = await failures.ListAsync(plan.Id, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        var reason = $"it was not asked within {plan.LateLimit.TotalMinutes} minutes of its time";
        return failed.FirstOrDefault(failure => failure.Work == work) is { } last ? $"{reason}: {last.Reason}" : reason;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: round {Slot} is missed: {Reason}")]
    private partial void LogMissed(string stream, RoundSlot slot, string reason);
}
