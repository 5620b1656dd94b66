using System.Globalization;
using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>
/// Table <c>history</c>: partition = stream and month, row = hotkey and slot. How each prediction ended, once more, so that one miner's
/// past is a range of rows, and a round's are still written a hundred to a transaction.
/// </summary>
public sealed class MinerHistoryStore(TableServiceClient tables)
{
    private const string TableName = "history";
    private const int SchemaVersion = 1;
    private const char Separator = '|';

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Writes or replaces how the predictions of one round ended. Writing the same again changes nothing.</summary>
    /// <exception cref="NewerSchemaException">A newer version wrote one of them.</exception>
    public async ValueTask SaveAsync(IReadOnlyList<Prediction> ended, CancellationToken cancellationToken)
    {
        foreach (var chunk in ended.Select(ToRow).Chunk(TableRows.TransactionLimit))
        {
            if (await _table.TryWriteTogetherAsync([.. chunk.Select(row => (row, ""))], cancellationToken).ConfigureAwait(false) is null)
            {
                await ReplaceAsync(chunk, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>One miner's predictions of the rounds from one slot to another, both included, oldest first.</summary>
    /// <param name="unreadable">Takes note of rows that can't be read, which are left out; without it they are an exception.</param>
    public async ValueTask<IReadOnlyList<Prediction>> ListAsync(
        string streamId, Hotkey hotkey, RoundSlot from, RoundSlot to, CancellationToken cancellationToken, ICollection<UnreadableRow>? unreadable = null)
    {
        var found = new List<Prediction>();
        foreach (var month in StoredMonths.From(from.Start, to.Start))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(streamId, month)} and RowKey ge {Key(hotkey, from)} and RowKey le {Key(hotkey, to)}");
            found.AddRange(await _table.ListAsync(SchemaVersion, filter, row => ToPrediction(row, streamId, hotkey), unreadable, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>Deletes the rows of predictions of one round.</summary>
    public ValueTask DeleteAsync(IReadOnlyList<Prediction> predictions, CancellationToken cancellationToken) =>
        _table.DeleteAllAsync([.. predictions.Select(ToRow)], cancellationToken);

    /// <summary>What a run left behind that was interrupted, or that another one made at the same time.</summary>
    private async ValueTask ReplaceAsync(TableEntity[] rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            await _table.FindAsync(SchemaVersion, row.PartitionKey, row.RowKey, cancellationToken).ConfigureAwait(false);
        }

        await _table.UpsertAllAsync(rows, cancellationToken).ConfigureAwait(false);
    }

    private static string Partition(string streamId, string month) => string.Create(CultureInfo.InvariantCulture, $"{streamId}{Separator}{month}");

    private static string Key(Hotkey hotkey, RoundSlot slot) => string.Create(CultureInfo.InvariantCulture, $"{hotkey}{Separator}{slot.Key}");

    private static Prediction ToPrediction(TableEntity row, string streamId, Hotkey hotkey) =>
        PredictionRows.ToPrediction(row, streamId, RoundSlot.Parse(row.RowKey[(row.RowKey.IndexOf(Separator) + 1)..]), hotkey);

    private static TableEntity ToRow(Prediction prediction) =>
        PredictionRows.ToRow(prediction, Partition(prediction.StreamId, StoredMonths.Of(prediction.Slot.Start)), Key(prediction.Hotkey, prediction.Slot), SchemaVersion);
}
