using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace Tsps.Storage;

/// <summary>Refuses rows and documents of a newer schema than the reader knows, wherever they are read. Older ones pass, and so do those without one.</summary>
internal static class StoredSchema
{
    public const string Column = "Schema";

    /// <summary>The row, if its schema is at most <paramref name="known"/>.</summary>
    /// <exception cref="NewerSchemaException">It is newer.</exception>
    public static TableEntity Check(TableEntity row, string table, int known)
    {
        var schema = row.TryGetValue(Column, out var value) && value is not null
            ? value as int? ?? throw new DamagedDataException($"Row {row.RowKey} of partition {row.PartitionKey} of table {table} is damaged: its column {Column} is no whole number")
            : 0;
        ThrowIfNewer(schema, known, $"The row '{row.PartitionKey}', '{row.RowKey}' of table '{table}'");
        return row;
    }

    /// <summary>Finds the schema before the rest is read, since a newer document may lack what this code requires.</summary>
    /// <exception cref="NewerSchemaException">It is newer than <paramref name="known"/>.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static void Check(ReadOnlySpan<byte> json, string container, string path, int known) =>
        ThrowIfNewer(Find(json), known, $"The blob '{path}' of container '{container}'");

    /// <exception cref="NewerSchemaException">A document within another one is newer than this code knows.</exception>
    public static void Check<T>(T? document, string container, string path)
        where T : class, IStoredDocument =>
        ThrowIfNewer(document?.Schema ?? 0, T.LatestSchema, $"The {typeof(T).Name} in the blob '{path}' of container '{container}'");

    /// <summary>The member <c>schema</c>, which this code writes first; 0 without one.</summary>
    private static int Find(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        for (var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject; isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName; reader.Skip())
        {
            var isSchema = reader.ValueTextEquals("schema"u8);
            reader.Read();
            if (isSchema && reader.TryGetInt32(out var schema))
            {
                return schema;
            }
        }

        return 0;
    }

    private static void ThrowIfNewer(int found, int known, string what)
    {
        if (found > known)
        {
            throw new NewerSchemaException(string.Create(
                CultureInfo.InvariantCulture,
                $"{what} has schema {found}, and this version knows none above {known}: a newer version of Tsps wrote it. It was left as it is; deploy that version again, or a later one."));
        }
    }
}
