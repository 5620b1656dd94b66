using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>Table <c>heads</c>: partition = stream, row <c>scores</c>. One row a stream, moved on only against the version that was read.</summary>
public sealed class ScoreHeadStore(TableServiceClient tables)
{
    private const string TableName = "heads";
    private const string ScoresRow = "scores";

    /// <summary>Schema 1 also held how far weights were set, which <see cref="SubmittedWeightsStore"/> has now; up to schema 2 it did not tell the subnet.</summary>
    private const int SchemaVersion = 3;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>The head of a stream; an empty one when nothing was scored yet.</summary>
    public async ValueTask<ScoreHead> ReadAsync(string streamId, CancellationToken cancellationToken) =>
        await _table.FindAsync(SchemaVersion, streamId, ScoresRow, cancellationToken).ConfigureAwait(false) is { } row ? _table.ToRecord(row, ToHead) : new ScoreHead { StreamId = streamId };

    /// <summary>Stores a head; null when another instance changed it since it was read, else the head as stored.</summary>
    public async ValueTask<ScoreHead?> TryWriteAsync(ScoreHead head, CancellationToken cancellationToken)
    {
        if (head.Version.Length == 0)
        {
            return await _table.TryAddAsync(ToRow(head), cancellationToken).ConfigureAwait(false) ? await ReadAsync(head.StreamId, cancellationToken).ConfigureAwait(false) : null;
        }

        var version = await _table.TryReplaceAsync(ToRow(head), head.Version, cancellationToken).ConfigureAwait(false);
        return version is null ? null : head with { Version = version };
    }

    private static TableEntity ToRow(ScoreHead head) => new(head.StreamId, ScoresRow)
    {
        [StoredSchema.Column] = SchemaVersion,
        ["LastScored"] = head.LastScored?.Key,
        ["Chain"] = head.Subnet?.Chain,
        ["Netuid"] = head.Subnet?.Netuid is { } netuid ? (int)netuid : null,
    };

    private static ScoreHead ToHead(TableEntity row) => new()
    {
        StreamId = row.PartitionKey,
        LastScored = row.GetString("LastScored") is { } scored ? RoundSlot.Parse(scored) : null,
        Subnet = row.GetString("Chain") is { } chain ? new Subnet(chain, (ushort)row.GetInt32("Netuid")!.Value) : null,
        Version = row.ETag.ToString(),
    };
}
