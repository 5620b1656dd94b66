using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation.Dashboard;

/// <summary>Reads what a stream's next round and next scoring will read, to find out whether they can.</summary>
public sealed class NextReads(RoundDocumentStore documents, PredictionStore predictions, TruthStore truths, SilentMinerStore silent)
{
    /// <param name="head">The slot scored last; null when none was.</param>
    /// <param name="waiting">The oldest round that waits to be scored, or was interrupted while it was asked; null when none does.</param>
    /// <exception cref="NewerSchemaException">Some of it was written by a newer version: the stream stands still.</exception>
    /// <exception cref="DamagedDataException">Some of it can't be read, or is gone although what is stored says that it was there.</exception>
    public async ValueTask TryAsync(StreamPlan plan, RoundSlot? head, Round? waiting, CancellationToken cancellationToken)
    {
        await silent.ReadAsync(plan.Id, cancellationToken).ConfigureAwait(false);
        if (head is { } scored)
        {
            Require(await documents.FindScoresAsync(plan.Id, scored, cancellationToken).ConfigureAwait(false), RoundDocumentStore.ScoresName, plan, scored);
            await documents.FindWeightsAsync(plan.Id, scored, cancellationToken).ConfigureAwait(false);
        }

        if (waiting is not null)
        {
            var answers = await documents.FindAnswersAsync(plan.Id, waiting.Slot, cancellationToken).ConfigureAwait(false);
            if (waiting.State == RoundState.Asking)
            {
                // Whether there are answers is what decides how it ends.
                return;
            }

            Require(answers, RoundDocumentStore.AnswersName, plan, waiting.Slot);
            await documents.FindScoresAsync(plan.Id, waiting.Slot, cancellationToken).ConfigureAwait(false);
            await predictions.ListAsync(plan.Id, waiting.Slot, cancellationToken).ConfigureAwait(false);
            var window = TruthWindow.Of(plan.Profile, plan.Stream, waiting.StartMs);
            await truths.ListAsync(plan.Id, window.FirstCloseMs, window.LastCloseMs, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The weights may be gone: they are made again from the scores.</summary>
    private static void Require(object? document, string name, StreamPlan plan, RoundSlot slot)
    {
        if (document is null)
        {
            throw new DamagedDataException($"{name} of round {slot} of {plan.Id} is gone from Blob storage; restore it in container 'rounds'");
        }
    }
}
