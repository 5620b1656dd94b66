using System.Globalization;
using Azure.Data.Tables;

namespace Tsps.Storage;

/// <summary>
/// Table <c>nonces</c>: partition = the caller's hotkey, row = hash of its process uuid. The row moves on only against the version that was
/// read, so that of two instances given the same request one accepts it.
/// </summary>
public sealed class NonceTable(TableServiceClient tables)
{
    private const string TableName = "nonces";
    private const int SchemaVersion = 1;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    public async ValueTask<NonceRow?> FindAsync(string hotkey, string uuid, CancellationToken cancellationToken) =>
        await _table.FindAsync(SchemaVersion, hotkey, TableRows.KeyOf(uuid), cancellationToken).ConfigureAwait(false) is { } row
            ? _table.ToRecord(row, ToNonce)
            : null;

    /// <summary>Stores a caller's nonce against what was read of it, null for nothing; false when another instance was first.</summary>
    public async ValueTask<bool> TryWriteAsync(string hotkey, string uuid, Int128 nonce, DateTimeOffset keepUntil, NonceRow? read, CancellationToken cancellationToken)
    {
        var row = new TableEntity(hotkey, TableRows.KeyOf(uuid))
        {
            [StoredSchema.Column] = SchemaVersion,
            ["Nonce"] = nonce.ToString(CultureInfo.InvariantCulture),
            ["KeepUntil"] = keepUntil,
        };
        return read is null
            ? await _table.TryAddAsync(row, cancellationToken).ConfigureAwait(false)
            : await _table.TryReplaceAsync(row, read.Version, cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>Deletes the rows that need not be kept any more; how many.</summary>
    public ValueTask<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) => _table.DeleteExpiredAsync(SchemaVersion, now, cancellationToken);

    private static NonceRow ToNonce(TableEntity row) =>
        new(Int128.Parse(row.GetString("Nonce"), CultureInfo.InvariantCulture), row.GetDateTimeOffset("KeepUntil")!.Value, row.ETag.ToString());
}
