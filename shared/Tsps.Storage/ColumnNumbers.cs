using System.Runtime.InteropServices;
using Azure.Data.Tables;

namespace Tsps.Storage;

/// <summary>Numbers in one binary column, as their little-endian bytes.</summary>
internal static class ColumnNumbers
{
    /// <exception cref="InvalidOperationException">The column is missing, or holds no whole number of them.</exception>
    public static T[] Read<T>(TableEntity row, string column)
        where T : unmanaged
    {
        var bytes = row.GetBinary(column) ?? throw new InvalidOperationException($"Column {column} is missing.");
        return bytes.Length % Marshal.SizeOf<T>() == 0
            ? MemoryMarshal.Cast<byte, T>(bytes).ToArray()
            : throw new InvalidOperationException($"Column {column} has {bytes.Length} bytes, no whole number of {typeof(T).Name}.");
    }
}
