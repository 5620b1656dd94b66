using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>Table <c>heads</c>: partition <c>training</c>, row = stream. Which training round was sent last, so that each is sent once.</summary>
public sealed class TrainingStore(TableServiceClient tables)
{
    private const string TableName = "heads";
    private const string Partition = "training";
    private const int SchemaVersion = 1;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Whether the round of this slot, or a later one, was taken.</summary>
    public async ValueTask<bool> IsTakenAsync(string streamId, RoundSlot slot, CancellationToken cancellationToken) =>
        IsTaken(await _table.FindAsync(SchemaVersion, Partition, streamId, cancellationToken).ConfigureAwait(false), slot);

    /// <summary>Takes the round of a slot; false when another instance did.</summary>
    public async ValueTask<bool> TryTakeAsync(string streamId, RoundSlot slot, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stored = await _table.FindAsync(SchemaVersion, Partition, streamId, cancellationToken).ConfigureAwait(false);
        var row = new TableEntity(Partition, streamId) { [StoredSchema.Column] = SchemaVersion, ["Slot"] = slot.Key, ["TakenAt"] = now };
        return !IsTaken(stored, slot) && (stored is null
            ? await _table.TryAddAsync(row, cancellationToken).ConfigureAwait(false)
            : await _table.TryReplaceAsync(row, stored.ETag.ToString(), cancellationToken).ConfigureAwait(false) is not null);
    }

    private bool IsTaken(TableEntity? row, RoundSlot slot) => row is not null && _table.ToRecord(row, stored => RoundSlot.Parse(stored.GetString("Slot"))) >= slot;
}
