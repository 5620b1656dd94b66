using System.Globalization;
using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>
/// Table <c>predictions</c>: partition = stream and slot, row = the miner's hotkey. A round's predictions lie together, so that they are
/// written a hundred to a transaction and read in one query.
/// </summary>
public sealed class PredictionStore(TableServiceClient tables)
{
    private const string TableName = "predictions";
    private const int SchemaVersion = 1;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Writes or replaces rows of one round. Writing the same again changes nothing.</summary>
    public ValueTask SaveAsync(IReadOnlyList<Prediction> predictions, CancellationToken cancellationToken) =>
        _table.UpsertAllAsync([.. predictions.Select(ToRow)], cancellationToken);

    /// <summary>The predictions of a round by hotkey.</summary>
    public async ValueTask<IReadOnlyList<Prediction>> ListAsync(string streamId, RoundSlot slot, CancellationToken cancellationToken)
    {
        var rows = await _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition(streamId, slot)}"), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => ToPrediction(row, streamId, slot))];
    }

    /// <summary>Voids the rows of a round that can never be scored; refused ones keep their own reason.</summary>
    public async ValueTask VoidAsync(Round round, string reason, CancellationToken cancellationToken)
    {
        var rows = await ListAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false);
        await SaveAsync(
            [.. rows.Where(row => row.State is PredictionState.Requested or PredictionState.Received).Select(row => row with { State = PredictionState.Void, Reason = reason })],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the rows of a round; its documents in Blob storage stay.</summary>
    public async ValueTask DeleteAsync(string streamId, RoundSlot slot, CancellationToken cancellationToken)
    {
        var rows = await _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition(streamId, slot)}"), cancellationToken).ConfigureAwait(false);
        await _table.DeleteAllAsync(rows, cancellationToken).ConfigureAwait(false);
    }

    private static string Partition(string streamId, RoundSlot slot) => string.Create(CultureInfo.InvariantCulture, $"{streamId}|{slot.Key}");

    private static TableEntity ToRow(Prediction prediction) => new(Partition(prediction.StreamId, prediction.Slot), prediction.Hotkey.Address)
    {
        ["Schema"] = SchemaVersion,
        ["Uid"] = (int)prediction.Uid,
        ["State"] = prediction.State.ToString(),
        ["StatusCode"] = prediction.StatusCode,
        ["Reason"] = prediction.Reason,
        ["Rmse"] = prediction.Rmse,
        ["Share"] = prediction.Share,
        ["Score"] = prediction.Score,
    };

    private static Prediction ToPrediction(TableEntity row, string streamId, RoundSlot slot) => new()
    {
        StreamId = streamId,
        Slot = slot,
        Hotkey = new Hotkey(row.RowKey),
        Uid = (ushort)row.GetInt32("Uid")!.Value,
        State = Enum.Parse<PredictionState>(row.GetString("State")),
        StatusCode = row.GetInt32("StatusCode"),
        Reason = row.GetString("Reason"),
        Rmse = row.GetDouble("Rmse"),
        Share = row.GetDouble("Share"),
        Score = row.GetDouble("Score"),
    };
}
