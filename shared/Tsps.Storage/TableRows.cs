using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;

namespace Tsps.Storage;

/// <summary>What every table store needs: tables made on first use, conditional writes, and entity group transactions of any length.</summary>
internal static class TableRows
{
    /// <summary>The service's limit of an entity group transaction.</summary>
    public const int TransactionLimit = 100;

    /// <summary>A row key for a text of any length and with any characters.</summary>
    public static string KeyOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Runs a write; where the table is missing, creates it and runs the write again.</summary>
    public static async ValueTask<T> WriteAsync<T>(this TableClient table, Func<Task<T>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await write().ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == "TableNotFound")
        {
            await table.CreateIfNotExistsAsync(cancellationToken).ConfigureAwait(false);
            return await write().ConfigureAwait(false);
        }
    }

    /// <summary>Adds a row; false when one of that key is there already.</summary>
    public static async ValueTask<bool> TryAddAsync(this TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await table.WriteAsync(() => table.AddEntityAsync(row, cancellationToken), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Replaces the row that still has <paramref name="version"/>; null when another writer was first, else the new version.</summary>
    public static async ValueTask<string?> TryReplaceAsync(this TableClient table, TableEntity row, string version, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await table.UpdateEntityAsync(row, new ETag(version), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
            return answer.Headers.ETag?.ToString();
        }
        catch (RequestFailedException lost) when (lost.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    /// <summary>Upserts rows of one partition, a hundred to a transaction; each transaction is whole or not at all.</summary>
    public static async ValueTask UpsertAllAsync(this TableClient table, IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        foreach (var chunk in rows.Chunk(TransactionLimit))
        {
            var actions = chunk.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)).ToArray();
            await table.WriteAsync(() => table.SubmitTransactionAsync(actions, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Adds the rows without a version and replaces the others against theirs, in one entity group transaction of at most a hundred rows
    /// of one partition; null when another writer was first at any of them and nothing was written, else the new versions in order.
    /// </summary>
    public static async ValueTask<IReadOnlyList<string>?> TryWriteTogetherAsync(this TableClient table, IReadOnlyList<(TableEntity Row, string Version)> rows, CancellationToken cancellationToken)
    {
        var actions = rows.Select(row => row.Version.Length == 0
            ? new TableTransactionAction(TableTransactionActionType.Add, row.Row)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row.Row, new ETag(row.Version))).ToArray();
        try
        {
            var answers = await table.WriteAsync(() => table.SubmitTransactionAsync(actions, cancellationToken), cancellationToken).ConfigureAwait(false);
            return [.. answers.Value.Select(answer => answer.Headers.ETag?.ToString() ?? "")];
        }
        catch (TableTransactionFailedException lost) when (lost.Status is 404 or 409 or 412 && lost.ErrorCode != "TableNotFound")
        {
            return null;
        }
    }

    /// <summary>Deletes rows of one partition, a hundred to a transaction; those that are gone already are none to worry about.</summary>
    public static async ValueTask DeleteAllAsync(this TableClient table, IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        foreach (var chunk in rows.Chunk(TransactionLimit))
        {
            var actions = chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)).ToArray();
            try
            {
                await table.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
            }
            catch (TableTransactionFailedException missing) when (missing.Status == 404)
            {
                await table.DeleteUnchangedAsync(chunk, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Deletes rows one by one, leaving those that were written again since they were read.</summary>
    public static async ValueTask DeleteUnchangedAsync(this TableClient table, IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            try
            {
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException other) when (other.Status is 404 or 412)
            {
                // Another instance deleted it, or it is in use again and stays.
            }
        }
    }

    /// <summary>Deletes the rows whose <c>KeepUntil</c> is past, unless they were written again meanwhile; how many were found.</summary>
    public static async ValueTask<int> DeleteExpiredAsync(this TableClient table, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expired = await table.ReadAsync(TableClient.CreateQueryFilter($"KeepUntil lt {now}"), cancellationToken).ConfigureAwait(false);
        await table.DeleteUnchangedAsync(expired, cancellationToken).ConfigureAwait(false);
        return expired.Count;
    }

    /// <summary>All rows that a filter finds, in key order; none when the table was never written.</summary>
    public static async ValueTask<List<TableEntity>> ReadAsync(this TableClient table, string filter, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        try
        {
            await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                rows.Add(row);
            }
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == "TableNotFound")
        {
            return [];
        }

        return rows;
    }

    /// <summary>What a row says.</summary>
    /// <exception cref="DamagedDataException">A column is missing, or is not of the type or form that the store writes.</exception>
    public static T ToRecord<T>(this TableClient table, TableEntity row, Func<TableEntity, T> convert)
    {
        try
        {
            return convert(row);
        }
        catch (Exception damage) when (damage is InvalidOperationException or ArgumentException or FormatException or OverflowException or JsonException)
        {
            throw new DamagedDataException($"Row {row.RowKey} of partition {row.PartitionKey} of table {table.Name} is damaged: {damage.Message}", damage);
        }
    }

    /// <summary>What rows say. Those that can't be read go to <paramref name="damage"/>, where it is given, and are left out.</summary>
    /// <exception cref="DamagedDataException">A row can't be read, and nobody takes note of it.</exception>
    public static List<T> ToRecords<T>(this TableClient table, IReadOnlyList<TableEntity> rows, Func<TableEntity, T> convert, ICollection<DamagedDataException>? damage = null)
    {
        var converted = new List<T>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                converted.Add(table.ToRecord(row, convert));
            }
            catch (DamagedDataException damaged) when (damage is not null)
            {
                damage.Add(damaged);
            }
        }

        return converted;
    }

    /// <summary>The row of a key; null when there is none.</summary>
    public static async ValueTask<TableEntity?> FindAsync(this TableClient table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
            return answer.HasValue ? answer.Value : null;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == "TableNotFound")
        {
            return null;
        }
    }
}
