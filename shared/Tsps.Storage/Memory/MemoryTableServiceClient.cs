using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace Tsps.Storage.Memory;

/// <summary>
/// Tables held in memory, for replays of history: the same stores work on them thousands of times faster than over HTTP. Nothing survives the process,
/// and only what the stores here call is there; the rest of the SDK's client throws.
/// </summary>
public sealed class MemoryTableServiceClient : TableServiceClient
{
    private readonly ConcurrentDictionary<string, MemoryTableClient> _tables = new(StringComparer.Ordinal);

    public override TableClient GetTableClient(string tableName) => _tables.GetOrAdd(tableName, name => new MemoryTableClient(name));
}
