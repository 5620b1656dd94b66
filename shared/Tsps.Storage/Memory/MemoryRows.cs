using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Tsps.Storage.Memory;

/// <summary>The rows of one table by partition, each partition in the order of its row keys. The caller sees to it that one works with them at a time.</summary>
internal sealed class MemoryRows
{
    private static readonly Comparer<TableEntity> ByRowKey = Comparer<TableEntity>.Create((left, right) => string.CompareOrdinal(left.RowKey, right.RowKey));

    private readonly SortedDictionary<string, SortedSet<TableEntity>> _partitions = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>Why the service would not take a write; null when it would.</summary>
    public (int Status, string Code)? Refusal(TableTransactionAction action)
    {
        var stored = Stored(action.Entity.PartitionKey, action.Entity.RowKey);
        return action.ActionType switch
        {
            TableTransactionActionType.Add => stored is null ? null : (409, "EntityAlreadyExists"),
            TableTransactionActionType.UpsertReplace or TableTransactionActionType.UpsertMerge => null,
            _ when stored is null => (404, "ResourceNotFound"),
            _ => action.ETag == ETag.All || action.ETag == stored.ETag ? null : (412, "UpdateConditionNotSatisfied"),
        };
    }

    /// <summary>Carries a write out that would be taken; the row's new version.</summary>
    public string Apply(TableTransactionAction action)
    {
        var (partitionKey, rowKey) = (action.Entity.PartitionKey, action.Entity.RowKey);
        if (!_partitions.TryGetValue(partitionKey, out var partition))
        {
            _partitions.Add(partitionKey, partition = new SortedSet<TableEntity>(ByRowKey));
        }

        var stored = Stored(partitionKey, rowKey);
        var row = Copy((TableEntity)action.Entity);
        if (action.ActionType is TableTransactionActionType.UpsertMerge or TableTransactionActionType.UpdateMerge && stored is not null)
        {
            foreach (var (name, value) in stored)
            {
                row.TryAdd(name, value);
            }
        }

        if (stored is not null)
        {
            partition.Remove(stored);
        }

        var version = string.Create(CultureInfo.InvariantCulture, $"W/\"{++_version}\"");
        if (action.ActionType != TableTransactionActionType.Delete)
        {
            row.ETag = new ETag(version);
            partition.Add(row);
        }

        return version;
    }

    public TableEntity? Find(string partitionKey, string rowKey) => Stored(partitionKey, rowKey) is { } row ? Copy(row) : null;

    public IEnumerable<TableEntity> Query(RowFilter filter)
    {
        IEnumerable<SortedSet<TableEntity>> partitions = filter.PartitionKey is { } key
            ? _partitions.TryGetValue(key, out var partition) ? [partition] : []
            : _partitions.Values;
        return partitions.SelectMany(partition => Range(partition, filter)).Where(filter.Matches).Select(Copy);
    }

    private static SortedSet<TableEntity> Range(SortedSet<TableEntity> partition, RowFilter filter)
    {
        if (partition.Count == 0 || (filter.FirstRowKey is null && filter.LastRowKey is null))
        {
            return partition;
        }

        var first = filter.FirstRowKey is { } from ? Key(from) : partition.Min!;
        var last = filter.LastRowKey is { } to ? Key(to) : partition.Max!;
        return ByRowKey.Compare(first, last) <= 0 ? partition.GetViewBetween(first, last) : [];
    }

    private TableEntity? Stored(string partitionKey, string rowKey) =>
        _partitions.TryGetValue(partitionKey, out var partition) && partition.TryGetValue(Key(rowKey), out var row) ? row : null;

    private static TableEntity Key(string rowKey) => new("", rowKey);

    /// <summary>A row of its own, without absent values, which the service does not keep either.</summary>
    private static TableEntity Copy(TableEntity row)
    {
        var copy = new TableEntity(row.PartitionKey, row.RowKey) { ETag = row.ETag };
        foreach (var (name, value) in row)
        {
            if (value is not null && name is not ("PartitionKey" or "RowKey" or "odata.etag" or "Timestamp"))
            {
                copy[name] = value;
            }
        }

        return copy;
    }
}
