using Azure;
using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>Table <c>silentminers</c>: partition = stream, row = the miner's hotkey. Miners that answer have no row.</summary>
public sealed class SilentMinerStore(TableServiceClient tables)
{
    private const string TableName = "silentminers";
    private const int SchemaVersion = 1;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    public async ValueTask<IReadOnlyList<SilentMiner>> ListAsync(string streamId, CancellationToken cancellationToken)
    {
        var rows = await _table.ReadAsync(SchemaVersion, TableClient.CreateQueryFilter($"PartitionKey eq {streamId}"), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new SilentMiner(
            new Hotkey(row.RowKey), row.GetString("Axon"), row.GetInt32("Misses")!.Value, row.GetDateTimeOffset("AskAgainAt"), row.GetGuid("RequestUuid")!.Value))];
    }

    /// <summary>Writes or replaces rows.</summary>
    public ValueTask SaveAsync(string streamId, IReadOnlyList<SilentMiner> miners, CancellationToken cancellationToken) =>
        _table.UpsertAllAsync([.. miners.Select(miner => ToRow(streamId, miner))], cancellationToken);

    /// <summary>Deletes rows, whether they are there or not.</summary>
    public ValueTask DeleteAsync(string streamId, IEnumerable<Hotkey> hotkeys, CancellationToken cancellationToken) =>
        _table.DeleteAllAsync([.. hotkeys.Select(hotkey => new TableEntity(streamId, hotkey.Address) { ETag = ETag.All })], cancellationToken);

    private static TableEntity ToRow(string streamId, SilentMiner miner) => new(streamId, miner.Hotkey.Address)
    {
        [StoredSchema.Column] = SchemaVersion,
        ["Axon"] = miner.Axon,
        ["Misses"] = miner.Misses,
        ["AskAgainAt"] = miner.AskAgainAt,
        ["RequestUuid"] = miner.RequestUuid,
    };
}
