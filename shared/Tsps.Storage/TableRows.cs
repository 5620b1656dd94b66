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

    /// <summary>A network as part of a key: its name, or where that has characters which keys must not have, as the addresses of nodes do, its <see cref="KeyOf"/>.</summary>
    public static string NetworkKeyOf(string network) => network.AsSpan().ContainsAny(@"/\#?|") ? KeyOf(network) : network;

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
    public static ValueTask<string?> TryReplaceAsync(this TableClient table, TableEntity row, string version, CancellationToken cancellationToken) =>
        table.TryUpdateAsync(row, new ETag(version), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Writes some columns of a row and leaves its others; false when it is not there.</summary>
    public static async ValueTask<bool> TryMergeAsync(this TableClient table, TableEntity columns, CancellationToken cancellationToken) =>
        await table.TryUpdateAsync(columns, ETag.All, TableUpdateMode.Merge, cancellationToken).ConfigureAwait(false) is not null;

    private static async ValueTask<string?> TryUpdateAsync(this TableClient table, TableEntity row, ETag version, TableUpdateMode mode, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await table.UpdateEntityAsync(row, version, mode, cancellationToken).ConfigureAwait(false);
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
    public static ValueTask<IReadOnlyList<string>?> TryWriteTogetherAsync(
        this TableClient table, IReadOnlyList<(TableEntity Row, string Version)> rows, CancellationToken cancellationToken) =>
        table.TryWriteTogetherAsync(rows, replaced: [], cancellationToken);

    /// <inheritdoc cref="TryWriteTogetherAsync(TableClient, IReadOnlyList{ValueTuple{TableEntity, string}}, CancellationToken)"/>
    /// <param name="replaced">Rows that those take the place of, as they were read; they are deleted in the same transaction.</param>
    public static ValueTask<IReadOnlyList<string>?> TryWriteTogetherAsync(
        this TableClient table, IReadOnlyList<(TableEntity Row, string Version)> rows, IEnumerable<TableEntity> replaced, CancellationToken cancellationToken) =>
        table.TrySubmitAsync([.. rows.Select(row => ToWrite(row.Row, row.Version)), .. replaced.Select(ToDeletion)], cancellationToken);

    /// <summary>Adds or replaces a row, as <see cref="TryWriteTogetherAsync"/> does, and deletes others that it takes the place of, all or nothing; false when another writer was first.</summary>
    /// <param name="replaced">As they were read; with the row at most a hundred.</param>
    public static async ValueTask<bool> TryWriteInPlaceAsync(
        this TableClient table, TableEntity row, string version, IEnumerable<TableEntity> replaced, CancellationToken cancellationToken) =>
        await table.TryWriteTogetherAsync([(row, version)], replaced, cancellationToken).ConfigureAwait(false) is not null;

    private static TableTransactionAction ToDeletion(TableEntity row) => new(TableTransactionActionType.Delete, row, row.ETag);

    private static TableTransactionAction ToWrite(TableEntity row, string version) => version.Length == 0
        ? new TableTransactionAction(TableTransactionActionType.Add, row)
        : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, new ETag(version));

    private static async ValueTask<IReadOnlyList<string>?> TrySubmitAsync(this TableClient table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
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
    public static async ValueTask<int> DeleteExpiredAsync(this TableClient table, int schema, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expired = await table.ReadAsync(schema, TableClient.CreateQueryFilter($"KeepUntil lt {now}"), cancellationToken).ConfigureAwait(false);
        await table.DeleteUnchangedAsync(expired, cancellationToken).ConfigureAwait(false);
        return expired.Count;
    }

    /// <summary>All rows that a filter finds, in key order; none when the table was never written.</summary>
    /// <exception cref="NewerSchemaException">One of them is of a newer schema than <paramref name="schema"/>.</exception>
    public static async ValueTask<List<TableEntity>> ReadAsync(this TableClient table, int schema, string filter, CancellationToken cancellationToken)
    {
        var rows = await table.ReadUncheckedAsync(filter, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            StoredSchema.Check(row, table.Name, schema);
        }

        return rows;
    }

    /// <summary>What all rows say that a filter finds, in key order.</summary>
    /// <param name="unreadable">Takes note of rows that are damaged or of a newer schema, which are left out; without it they are an exception.</param>
    /// <exception cref="NewerSchemaException">One of them is of a newer schema than <paramref name="schema"/>, and nobody takes note of it.</exception>
    /// <exception cref="DamagedDataException">A row can't be read, and nobody takes note of it.</exception>
    public static async ValueTask<List<T>> ListAsync<T>(
        this TableClient table, int schema, string filter, Func<TableEntity, T> convert, ICollection<UnreadableRow>? unreadable, CancellationToken cancellationToken)
    {
        if (unreadable is null)
        {
            return table.ToRecords(await table.ReadAsync(schema, filter, cancellationToken).ConfigureAwait(false), convert);
        }

        var rows = await table.ReadUncheckedAsync(filter, cancellationToken).ConfigureAwait(false);
        var records = new List<T>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                records.Add(table.ToRecord(StoredSchema.Check(row, table.Name, schema), convert));
            }
            catch (Exception problem) when (UnreadableData.Is(problem))
            {
                unreadable.Add(new UnreadableRow(row.RowKey, problem.Message));
            }
        }

        return records;
    }

    /// <summary>What a row says.</summary>
    /// <exception cref="DamagedDataException">A column is missing, or is not of the type or form that the store writes.</exception>
    public static T ToRecord<T>(this TableClient table, TableEntity row, Func<TableEntity, T> convert)
    {
        try
        {
            return convert(row);
        }
        catch (Exception damage) when (damage is InvalidOperationException or ArgumentException or FormatException or OverflowException or JsonException or NullReferenceException)
        {
            throw new DamagedDataException($"Row {row.RowKey} of partition {row.PartitionKey} of table {table.Name} is damaged: {damage.Message}", damage);
        }
    }

    /// <summary>What rows say.</summary>
    /// <exception cref="DamagedDataException">One of them can't be read.</exception>
    public static List<T> ToRecords<T>(this TableClient table, IReadOnlyList<TableEntity> rows, Func<TableEntity, T> convert) =>
        [.. rows.Select(row => table.ToRecord(row, convert))];

    /// <summary>The row of a key; null when there is none.</summary>
    /// <exception cref="NewerSchemaException">It is of a newer schema than <paramref name="schema"/>.</exception>
    public static async ValueTask<TableEntity?> FindAsync(this TableClient table, int schema, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
            return answer.HasValue ? StoredSchema.Check(answer.Value!, table.Name, schema) : null;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == "TableNotFound")
        {
            return null;
        }
    }

    private static async ValueTask<List<TableEntity>> ReadUncheckedAsync(this TableClient table, string filter, CancellationToken cancellationToken)
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
}
