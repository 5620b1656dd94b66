using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Reads the weights that were computed after a round, for a metagraph that may have changed since.</summary>
public sealed partial class WeightReader(RoundDocumentStore documents, ILogger<WeightReader> logger)
{
    /// <summary>The stored weights; where a hotkey has left since they were computed, those of the others without it.</summary>
    /// <param name="made">The stored weights where they were just made.</param>
    /// <returns>The document, and what counts of it now.</returns>
    /// <exception cref="DamagedDataException">They are lost, and so are the scores that they follow from.</exception>
    public async ValueTask<(RoundWeights Stored, RoundWeights Current)> ReadAsync(
        StreamPlan plan, RoundSlot slot, RoundWeights? made, Metagraph metagraph, CancellationToken cancellationToken)
    {
        var stored = made
            ?? await FindAsync(plan, slot, cancellationToken).ConfigureAwait(false)
            ?? await MendAsync(plan, slot, metagraph, cancellationToken).ConfigureAwait(false);
        var current = stored.Registered.All(entry => metagraph.Find(new Hotkey(entry.Hotkey)) is not null)
            ? stored
            : RoundWeightsDocument.From(await ReadScoresAsync(plan, slot, cancellationToken).ConfigureAwait(false), plan.Profile, metagraph);
        return (stored, current);
    }

    /// <summary>Null when there is no document, or one that can't be read.</summary>
    private async ValueTask<RoundWeights?> FindAsync(StreamPlan plan, RoundSlot slot, CancellationToken cancellationToken)
    {
        try
        {
            return await documents.FindWeightsAsync(plan.Id, slot, cancellationToken).ConfigureAwait(false);
        }
        catch (DamagedDataException damage)
        {
            LogDamaged(plan.Id, slot, damage.Message);
            return null;
        }
    }

    /// <summary>Makes the document again: it follows from the scores.</summary>
    private async ValueTask<RoundWeights> MendAsync(StreamPlan plan, RoundSlot slot, Metagraph metagraph, CancellationToken cancellationToken)
    {
        var scores = await ReadScoresAsync(plan, slot, cancellationToken).ConfigureAwait(false);
        return await documents.MendWeightsAsync(RoundWeightsDocument.From(scores, plan.Profile, metagraph), slot, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<RoundScores> ReadScoresAsync(StreamPlan plan, RoundSlot slot, CancellationToken cancellationToken) =>
        await documents.FindScoresAsync(plan.Id, slot, cancellationToken).ConfigureAwait(false)
        ?? throw new DamagedDataException($"The scores of round {slot} of {plan.Id} are gone from Blob storage; restore container 'rounds'.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: the weights after round {Slot} are made again from its scores: {Reason}")]
    private partial void LogDamaged(string stream, RoundSlot slot, string reason);
}
