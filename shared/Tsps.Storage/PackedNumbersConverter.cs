using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tsps.Storage;

/// <summary>Numbers that nobody reads by eye, as base64 of their little-endian bytes: smaller than digits, and read and written many times faster.</summary>
internal sealed class PackedNumbersConverter<T> : JsonConverter<IReadOnlyList<T>>
    where T : unmanaged
{
    /// <exception cref="JsonException">It is no base64, or no whole number of numbers.</exception>
    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetBytesFromBase64(out var bytes) || bytes.Length % Marshal.SizeOf<T>() != 0)
        {
            throw new JsonException($"Expected base64 of {typeof(T).Name} numbers.");
        }

        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(MemoryMarshal.AsBytes<T>(value as T[] ?? [.. value]));
}
