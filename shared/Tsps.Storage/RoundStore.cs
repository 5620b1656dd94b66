using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>
/// Table <c>rounds</c>: partition = stream, row = slot (<c>yyyyMMddHHmm</c>). What is due is found by a range of row keys, never by a scan;
/// a slot has one row, so that two instances can't plan it twice, and a row moves on only against the version that was read.
/// </summary>
public sealed class RoundStore(TableServiceClient tables)
{
    private const string TableName = "rounds";
    private const int SchemaVersion = 1;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>The rounds of a stream from one slot to another, both included, oldest first.</summary>
    /// <param name="unreadable">Takes note of rows that can't be read, which are left out; without it they are an exception.</param>
    public async ValueTask<IReadOnlyList<Round>> ListAsync(
        string streamId, RoundSlot from, RoundSlot to, CancellationToken cancellationToken, ICollection<UnreadableRow>? unreadable = null)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {streamId} and RowKey ge {from.Key} and RowKey le {to.Key}");
        return await _table.ListAsync(SchemaVersion, filter, ToRound, unreadable, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rounds from <paramref name="recent"/> on, and of the older ones back to <paramref name="from"/> those still planned or being asked; oldest first.</summary>
    public async ValueTask<IReadOnlyList<Round>> ListOpenAsync(string streamId, RoundSlot from, RoundSlot recent, RoundSlot to, CancellationToken cancellationToken)
    {
        var (planned, asking) = (nameof(RoundState.Planned), nameof(RoundState.Asking));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {streamId} and RowKey ge {from.Key} and RowKey le {to.Key} and (RowKey ge {recent.Key} or State eq {planned} or State eq {asking})");
        var rows = await _table.ReadAsync(SchemaVersion, filter, cancellationToken).ConfigureAwait(false);
        return _table.ToRecords(rows, ToRound);
    }

    public async ValueTask<Round?> FindAsync(string streamId, RoundSlot slot, CancellationToken cancellationToken) =>
        await _table.FindAsync(SchemaVersion, streamId, slot.Key, cancellationToken).ConfigureAwait(false) is { } row ? _table.ToRecord(row, ToRound) : null;

    /// <summary>Stores a round that its slot does not have yet; false when it has one.</summary>
    public ValueTask<bool> TryAddAsync(Round round, CancellationToken cancellationToken) => _table.TryAddAsync(ToRow(round), cancellationToken);

    /// <summary>Moves a round on; null when another instance changed it since it was read, else the round as stored.</summary>
    public async ValueTask<Round?> TryReplaceAsync(Round round, CancellationToken cancellationToken)
    {
        var version = await _table.TryReplaceAsync(ToRow(round), round.Version, cancellationToken).ConfigureAwait(false);
        return version is null ? null : round with { Version = version };
    }

    /// <summary>The rounds in slots before <paramref name="before"/>, oldest first. Retention deletes them, so there are few.</summary>
    public async ValueTask<IReadOnlyList<Round>> ListBeforeAsync(string streamId, RoundSlot before, CancellationToken cancellationToken)
    {
        var rows = await _table.ReadAsync(SchemaVersion, TableClient.CreateQueryFilter($"PartitionKey eq {streamId} and RowKey lt {before.Key}"), cancellationToken).ConfigureAwait(false);
        return _table.ToRecords(rows, ToRound);
    }

    /// <summary>Deletes the rows of rounds of one stream.</summary>
    public ValueTask DeleteAsync(IReadOnlyList<Round> rounds, CancellationToken cancellationToken) =>
        _table.DeleteAllAsync([.. rounds.Select(ToRow)], cancellationToken);

    private static TableEntity ToRow(Round round) => new(round.StreamId, round.Slot.Key)
    {
        [StoredSchema.Column] = SchemaVersion,
        ["State"] = round.State.ToString(),
        ["DueAt"] = round.DueAt,
        ["RequestUuid"] = round.RequestUuid,
        ["StartMs"] = round.StartMs,
        ["EndMs"] = round.EndMs,
        ["Asked"] = round.AskedCount,
        ["Received"] = round.ReceivedCount,
        ["Reason"] = round.Reason,
        ["ClosesSentAt"] = round.ClosesSentAt,
        ["ChangedAt"] = round.ChangedAt,
    };

    private static Round ToRound(TableEntity row) => new()
    {
        StreamId = row.PartitionKey,
        Slot = RoundSlot.Parse(row.RowKey),
        State = Enum.Parse<RoundState>(row.GetString("State")),
        DueAt = row.GetDateTimeOffset("DueAt")!.Value,
        RequestUuid = row.GetGuid("RequestUuid")!.Value,
        StartMs = row.GetInt64("StartMs") ?? 0,
        EndMs = row.GetInt64("EndMs") ?? 0,
        AskedCount = row.GetInt32("Asked") ?? 0,
        ReceivedCount = row.GetInt32("Received") ?? 0,
        Reason = row.GetString("Reason"),
        ClosesSentAt = row.GetDateTimeOffset("ClosesSentAt"),
        ChangedAt = row.GetDateTimeOffset("ChangedAt")!.Value,
        Version = row.ETag.ToString(),
    };
}
