using System.Globalization;
using Azure.Data.Tables;

namespace Tsps.Storage;

/// <summary>A long value in as many binary columns of a row as it needs.</summary>
internal static class ChunkedColumns
{
    /// <summary>The service's limit of a binary column.</summary>
    private const int ChunkSize = 64 * 1024;

    public static void Write(TableEntity row, string name, byte[] value)
    {
        foreach (var (index, chunk) in value.Chunk(ChunkSize).Index())
        {
            row[Column(name, index)] = chunk;
        }
    }

    public static byte[] Read(TableEntity row, string name) => [.. Chunks(row, name).SelectMany(chunk => chunk)];

    private static IEnumerable<byte[]> Chunks(TableEntity row, string name)
    {
        for (var index = 0; row.GetBinary(Column(name, index)) is { } chunk; index++)
        {
            yield return chunk;
        }
    }

    private static string Column(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}{index}");
}
