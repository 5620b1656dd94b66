using System.Runtime.InteropServices;
using Azure.Data.Tables;

namespace Tsps.Storage;

/// <summary>
/// Table <c>commitments</c>: partition = the caller's hotkey, row = hash of stream and request uuid. A row is added once and never changed, so that
/// a repeated request, or one given to two instances at once, finds the first one's closes.
/// </summary>
public sealed class CommitmentTable(TableServiceClient tables)
{
    /// <summary>As many closes fit into one row.</summary>
    public const int MostCloses = 8192;

    private const string TableName = "commitments";
    private const int SchemaVersion = 1;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>The closes that were committed to; null when there was no such request, or too long ago.</summary>
    public async ValueTask<double[]?> FindAsync(string hotkey, string streamId, string requestUuid, CancellationToken cancellationToken) =>
        await _table.FindAsync(SchemaVersion, hotkey, RowKey(streamId, requestUuid), cancellationToken).ConfigureAwait(false) is { } row
            ? _table.ToRecord(row, ToCloses)
            : null;

    /// <summary>Stores the closes for a request, or hands back those that were stored for it before.</summary>
    /// <param name="closes">At most <see cref="MostCloses"/>.</param>
    /// <param name="keepUntil">May be deleted afterwards.</param>
    public async ValueTask<double[]> AddAsync(string hotkey, string streamId, string requestUuid, double[] closes, DateTimeOffset keepUntil, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(closes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(closes.Length, MostCloses);
        var row = new TableEntity(hotkey, RowKey(streamId, requestUuid))
        {
            [StoredSchema.Column] = SchemaVersion,
            ["StreamId"] = streamId,
            ["Closes"] = MemoryMarshal.AsBytes<double>(closes).ToArray(),
            ["KeepUntil"] = keepUntil,
        };
        return await _table.TryAddAsync(row, cancellationToken).ConfigureAwait(false)
            ? closes
            : await FindAsync(hotkey, streamId, requestUuid, cancellationToken).ConfigureAwait(false) ?? closes;
    }

    /// <summary>Deletes the rows that need not be kept any more; how many.</summary>
    public ValueTask<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) => _table.DeleteExpiredAsync(SchemaVersion, now, cancellationToken);

    private static double[] ToCloses(TableEntity row) => ColumnNumbers.Read<double>(row, "Closes");

    private static string RowKey(string streamId, string requestUuid) => TableRows.KeyOf($"{streamId}\n{requestUuid}");
}
