using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Puts together all that is kept of one round.</summary>
internal static class RoundArchiving
{
    public static async ValueTask<ArchivedRound> ReadAsync(Round round, PredictionStore predictions, RoundDocumentStore documents, CancellationToken cancellationToken) => ToArchived(
        round,
        await predictions.ListAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false),
        await documents.FindAnswersAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false),
        await documents.FindScoresAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false),
        await documents.FindWeightsAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false));

    public static ArchivedRound ToArchived(Round round, IReadOnlyList<Prediction> rows, RoundAnswers? answers, RoundScores? scores, RoundWeights? weights) => new(
        round.Slot.Key,
        round.State,
        round.DueAt,
        round.RequestUuid,
        round.StartMs,
        round.EndMs,
        round.AskedCount,
        round.ReceivedCount,
        round.Reason,
        round.ClosesSentAt,
        round.ChangedAt,
        [.. rows.Select(ToArchived)],
        answers,
        scores,
        weights);

    public static ArchivedPrediction ToArchived(Prediction row) =>
        new(row.Hotkey.Address, row.Uid, row.State, row.StatusCode, row.Reason, row.Rmse, row.Share, row.Score);
}
