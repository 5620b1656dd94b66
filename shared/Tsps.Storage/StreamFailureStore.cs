using Azure.Data.Tables;

namespace Tsps.Storage;

/// <summary>Table <c>failures</c>: partition = stream, row = the timer's function. The last failure of each, so that whoever is asked for the validator's health knows it on any instance.</summary>
public sealed class StreamFailureStore(TableServiceClient tables)
{
    private const string TableName = "failures";
    private const int SchemaVersion = 1;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Stores a failure in the place of the one before.</summary>
    public ValueTask SaveAsync(StreamFailure failure, CancellationToken cancellationToken) => _table.UpsertAllAsync([ToRow(failure)], cancellationToken);

    /// <summary>What failed last on a stream and still counts, by function.</summary>
    public async ValueTask<IReadOnlyList<StreamFailure>> ListAsync(string streamId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await _table.ReadAsync(SchemaVersion, TableClient.CreateQueryFilter($"PartitionKey eq {streamId}"), cancellationToken).ConfigureAwait(false);
        return [.. _table.ToRecords(rows, ToFailure).Where(failure => failure.CountsUntil > now)];
    }

    /// <summary>Deletes a failure, whether it is there or not.</summary>
    public ValueTask RemoveAsync(string streamId, string work, CancellationToken cancellationToken) =>
        _table.DeleteAllAsync([new TableEntity(streamId, work)], cancellationToken);

    private static TableEntity ToRow(StreamFailure failure) => new(failure.StreamId, failure.Work)
    {
        [StoredSchema.Column] = SchemaVersion,
        ["Reason"] = failure.Reason,
        ["FailedAt"] = failure.FailedAt,
        ["CountsUntil"] = failure.CountsUntil,
    };

    private static StreamFailure ToFailure(TableEntity row) => new(
        row.PartitionKey, row.RowKey, row.GetString("Reason")!, row.GetDateTimeOffset("FailedAt")!.Value, row.GetDateTimeOffset("CountsUntil")!.Value);
}
