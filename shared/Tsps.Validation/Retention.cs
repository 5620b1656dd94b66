using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Deletes the table rows of rounds that ended long ago. What they say stays in the rounds' documents in Blob storage.</summary>
public sealed partial class Retention(RoundStore rounds, PredictionStore predictions, ValidatorSettings settings, TimeProvider time, ILogger<Retention> logger)
{
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        var before = RoundSlot.Containing(time.GetUtcNow() - settings.Retention, settings.SlotPeriod);
        var ended = await rounds.ListEndedAsync(settings.Stream.Id, before, cancellationToken).ConfigureAwait(false);
        foreach (var round in ended)
        {
            await predictions.DeleteAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false);
        }

        // Last, so that an interrupted run finds the same rounds again.
        await rounds.DeleteAsync(ended, cancellationToken).ConfigureAwait(false);
        if (ended.Count > 0)
        {
            LogDeleted(ended.Count, before);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Rows of {Rounds} rounds before {Slot} deleted")]
    private partial void LogDeleted(int rounds, RoundSlot slot);
}
