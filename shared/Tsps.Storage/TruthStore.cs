using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace Tsps.Storage;

/// <summary>
/// Table <c>truths</c>: partition = stream and month, row = the close's time in Unix milliseconds. A close is added once and never changed,
/// so that the rounds whose horizons overlap are measured by the same one, and a score can be computed again years later.
/// </summary>
public sealed class TruthStore(TableServiceClient tables)
{
    private const string TableName = "truths";
    private const int SchemaVersion = 1;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>The closes from one time to another, both included, in Unix milliseconds, oldest first.</summary>
    /// <param name="unreadable">Takes note of rows that can't be read, which are left out; without it they are an exception.</param>
    public async ValueTask<IReadOnlyList<TruthClose>> ListAsync(
        string streamId, long fromMs, long toMs, CancellationToken cancellationToken, ICollection<UnreadableRow>? unreadable = null)
    {
        var found = new List<TruthClose>();
        foreach (var month in StoredMonths.From(DateTimeOffset.FromUnixTimeMilliseconds(fromMs), DateTimeOffset.FromUnixTimeMilliseconds(toMs)))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(streamId, month)} and RowKey ge {Key(fromMs)} and RowKey le {Key(toMs)}");
            found.AddRange(await _table.ListAsync(SchemaVersion, filter, ToClose, unreadable, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>Adds closes that are not stored yet.</summary>
    /// <returns>What is stored now of each, in the order given: the close of whoever added it first.</returns>
    public async ValueTask<IReadOnlyList<TruthClose>> AddAsync(string streamId, IReadOnlyList<TruthClose> closes, CancellationToken cancellationToken)
    {
        var stored = new List<TruthClose>(closes.Count);
        foreach (var month in closes.GroupBy(close => StoredMonths.Of(DateTimeOffset.FromUnixTimeMilliseconds(close.CloseTimeMs))))
        {
            foreach (var chunk in month.Chunk(TableRows.TransactionLimit))
            {
                stored.AddRange(await AddTogetherAsync(streamId, Partition(streamId, month.Key), chunk, cancellationToken).ConfigureAwait(false));
            }
        }

        return stored;
    }

    /// <summary>Deletes closes, whether they are there or not.</summary>
    public async ValueTask DeleteAsync(string streamId, IReadOnlyList<TruthClose> closes, CancellationToken cancellationToken)
    {
        foreach (var month in closes.GroupBy(close => StoredMonths.Of(DateTimeOffset.FromUnixTimeMilliseconds(close.CloseTimeMs))))
        {
            await _table.DeleteAllAsync([.. month.Select(close => ToRow(Partition(streamId, month.Key), close))], cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<IReadOnlyList<TruthClose>> AddTogetherAsync(string streamId, string partition, TruthClose[] closes, CancellationToken cancellationToken)
    {
        var missing = closes;
        while (await _table.TryWriteTogetherAsync([.. missing.Select(close => (ToRow(partition, close), ""))], cancellationToken).ConfigureAwait(false) is null)
        {
            // Rows are only ever added, so each turn leaves fewer to add.
            var known = await ListAsync(streamId, closes.Min(close => close.CloseTimeMs), closes.Max(close => close.CloseTimeMs), cancellationToken).ConfigureAwait(false);
            var byTime = known.ToDictionary(close => close.CloseTimeMs);
            missing = [.. closes.Where(close => !byTime.ContainsKey(close.CloseTimeMs))];
            closes = [.. closes.Select(close => byTime.GetValueOrDefault(close.CloseTimeMs, close))];
            if (missing.Length == 0)
            {
                break;
            }
        }

        return closes;
    }

    private static string Partition(string streamId, string month) => string.Create(CultureInfo.InvariantCulture, $"{streamId}|{month}");

    private static string Key(long closeTimeMs) => closeTimeMs.ToString("D13", CultureInfo.InvariantCulture);

    private static TableEntity ToRow(string partition, TruthClose close) => new(partition, Key(close.CloseTimeMs))
    {
        [StoredSchema.Column] = SchemaVersion,
        ["Close"] = close.Close,
        ["Sources"] = JsonSerializer.Serialize(close.Sources, StorageJson.Default.IReadOnlyListSourceClose),
    };

    private static TruthClose ToClose(TableEntity row) => new(
        long.Parse(row.RowKey, CultureInfo.InvariantCulture),
        row.GetDouble("Close")!.Value,
        JsonSerializer.Deserialize(row.GetString("Sources"), StorageJson.Default.IReadOnlyListSourceClose)!);
}
