using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Tsps.Storage.Memory;

/// <summary>One table: what the service does, with its statuses and error codes, without the service.</summary>
internal sealed class MemoryTableClient(string name) : TableClient
{
    private const int NoContent = 204;
    private const int LargestTransaction = 100;

    private readonly Lock _gate = new();
    private readonly MemoryRows _rows = new();
    private bool _exists;

    public override string Name => name;

    public override Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _exists = true;
        }

        return Task.FromResult(Response.FromValue(new TableItem(name), new MemoryResponse(NoContent)));
    }

    public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) =>
        WriteAsync(new TableTransactionAction(TableTransactionActionType.Add, entity));

    public override Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        WriteAsync(new TableTransactionAction(mode == TableUpdateMode.Replace ? TableTransactionActionType.UpdateReplace : TableTransactionActionType.UpdateMerge, entity, ifMatch));

    public override Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        WriteAsync(new TableTransactionAction(mode == TableUpdateMode.Replace ? TableTransactionActionType.UpsertReplace : TableTransactionActionType.UpsertMerge, entity));

    /// <summary>As the SDK's client does, says nothing of a row that is not there.</summary>
    public override Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_rows.Find(partitionKey, rowKey) is null)
            {
                return Task.FromResult<Response>(new MemoryResponse(404));
            }
        }

        return WriteAsync(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey), ifMatch == default ? ETag.All : ifMatch));
    }

    /// <summary>All of the actions or none.</summary>
    public override Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        var actions = transactionActions.ToArray();
        if (actions.Length is 0 or > LargestTransaction || actions.Select(action => action.Entity.PartitionKey).Distinct().Count() > 1)
        {
            throw new RequestFailedException(400, $"A transaction has 1 to {LargestTransaction} rows of one partition.", "InvalidInput", null);
        }

        lock (_gate)
        {
            ThrowUnlessThere();
            for (var index = 0; index < actions.Length; index++)
            {
                if (_rows.Refusal(actions[index]) is { } refusal)
                {
                    throw new TableTransactionFailedException(new RequestFailedException(refusal.Status, $"{index}:{refusal.Code}", refusal.Code, null));
                }
            }

            IReadOnlyList<Response> answers = [.. actions.Select(action => (Response)new MemoryResponse(NoContent, _rows.Apply(action)))];
            return Task.FromResult(Response.FromValue(answers, new MemoryResponse(202)));
        }
    }

    /// <summary>As the SDK's client does, says nothing of a table that is not there.</summary>
    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<NullableResponse<T>>(new MemoryNullableResponse<T>(_rows.Find(partitionKey, rowKey) as T));
        }
    }

    public override AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            ThrowUnlessThere();
            IReadOnlyList<T> found = [.. _rows.Query(RowFilter.Parse(filter)).Cast<T>()];
            return AsyncPageable<T>.FromPages([Page<T>.FromValues(found, null, new MemoryResponse(200))]);
        }
    }

    private Task<Response> WriteAsync(TableTransactionAction action)
    {
        lock (_gate)
        {
            ThrowUnlessThere();
            return _rows.Refusal(action) is { } refusal
                ? throw new RequestFailedException(refusal.Status, refusal.Code, refusal.Code, null)
                : Task.FromResult<Response>(new MemoryResponse(NoContent, _rows.Apply(action)));
        }
    }

    private void ThrowUnlessThere()
    {
        if (!_exists)
        {
            throw new RequestFailedException(404, $"There is no table {name} yet.", "TableNotFound", null);
        }
    }
}
