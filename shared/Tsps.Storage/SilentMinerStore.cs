using System.Text.Json;
using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>
/// Table <c>silentminers</c>: partition = stream, row <c>miners</c>, all of its silent miners as JSON in as many binary columns as they need: one read and
/// at most one write a round, however many fall silent or wake. Schema 1 had a row for each miner, under its hotkey; the first write moves these.
/// </summary>
public sealed class SilentMinerStore(TableServiceClient tables)
{
    private const string TableName = "silentminers";
    private const string MinersRow = "miners";
    private const string ChunkColumn = "Miners";
    private const int SchemaVersion = 2;

    /// <summary>How often a write that another instance forestalled is made up anew before that counts as a fault.</summary>
    private const int Attempts = 8;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <exception cref="DamagedDataException">A row can't be read.</exception>
    public async ValueTask<SilentMiners> ReadAsync(string streamId, CancellationToken cancellationToken)
    {
        var rows = await _table.ReadAsync(SchemaVersion, TableClient.CreateQueryFilter($"PartitionKey eq {streamId}"), cancellationToken).ConfigureAwait(false);
        TableEntity[] single = [.. rows.Where(row => row.RowKey != MinersRow)];
        return rows.Find(row => row.RowKey == MinersRow) is { } all
            ? new SilentMiners(streamId, _table.ToRecord(all, ToMiners)) { Version = all.ETag.ToString(), Single = single }
            : new SilentMiners(streamId, _table.ToRecords(single, ToMiner)) { Single = single };
    }

    /// <summary>Adds or replaces those that were silent now and forgets those that were not, each hotkey by itself; writes nothing where nothing changes.</summary>
    /// <exception cref="InvalidOperationException">Other instances kept changing them.</exception>
    public async ValueTask UpdateAsync(SilentMiners read, IReadOnlyList<SilentMiner> missed, IReadOnlySet<Hotkey> answered, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var after = missed.Concat(read.Miners.Where(miner => !answered.Contains(miner.Hotkey))).DistinctBy(miner => miner.Hotkey).OrderBy(miner => miner.Hotkey).ToArray();
            if (missed.Count == 0 && after.Length == read.Miners.Count && read.Single.Count == 0)
            {
                return;
            }

            if (await TryWriteAsync(read, after, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            read = await ReadAsync(read.StreamId, cancellationToken).ConfigureAwait(false);
        }

        throw new InvalidOperationException($"The silent miners of {read.StreamId} were changed by others {Attempts} times while this instance wrote them; the next round goes on.");
    }

    /// <summary>The rows of schema 1 go in the transaction that writes what they hold; more than fit in it do afterwards, and are not read any more.</summary>
    private async ValueTask<bool> TryWriteAsync(SilentMiners read, SilentMiner[] after, CancellationToken cancellationToken)
    {
        const int Together = TableRows.TransactionLimit - 1;
        if (!await _table.TryWriteInPlaceAsync(ToRow(read.StreamId, after), read.Version, read.Single.Take(Together), cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await _table.DeleteAllAsync([.. read.Single.Skip(Together)], cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static TableEntity ToRow(string streamId, SilentMiner[] miners)
    {
        var row = new TableEntity(streamId, MinersRow) { [StoredSchema.Column] = SchemaVersion, ["Count"] = miners.Length };
        StoredSilentMiner[] stored = [.. miners.Select(StoredSilentMiner.From)];
        ChunkedColumns.Write(row, ChunkColumn, JsonSerializer.SerializeToUtf8Bytes(stored, StorageJson.Default.StoredSilentMinerArray));
        return row;
    }

    private static SilentMiner[] ToMiners(TableEntity row) =>
        [.. JsonSerializer.Deserialize(ChunkedColumns.Read(row, ChunkColumn), StorageJson.Default.StoredSilentMinerArray)!.Select(miner => miner.ToSilent())];

    /// <summary>A row of schema 1.</summary>
    private static SilentMiner ToMiner(TableEntity row) => new(
        new Hotkey(row.RowKey), row.GetString("Axon"), row.GetInt32("Misses")!.Value, row.GetDateTimeOffset("AskAgainAt"), row.GetGuid("RequestUuid")!.Value);
}
