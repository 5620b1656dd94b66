using System.Text;
using System.Text.Json;

namespace Tsps.Bittensor.Synapses;

/// <summary>
/// Reads single values as SDK 6 does: numeric texts for numbers, numbers for texts, fractions cut off where an integer is wanted
/// (wire specification, section 4, step 9).
/// </summary>
internal static class LenientJson
{
    private const int MaxListLength = 1 << 16;

    /// <summary>Bytes of a list as it stands in the body; one of <see cref="MaxListLength"/> numbers has less.</summary>
    private const int MaxListBytes = 1 << 21;

    /// <summary>Bytes of a text or number as it stands in the body. Texts of megabytes would be copied several times, and come back in the answer.</summary>
    private const int MaxValueBytes = 1 << 16;

    private delegate T ReadOne<T>(ref Utf8JsonReader reader, string name);

    /// <param name="reader">Stands on the first token of the value, which is not null; ends on the last.</param>
    /// <param name="kind">Any but a tensor.</param>
    /// <exception cref="SynapseFormatException">The value is of another type, and cannot be converted; or it is too long.</exception>
    public static object Read(ref Utf8JsonReader reader, SynapseValueKind kind, string name)
    {
        CheckLength(ref reader, name);
        return kind switch
        {
            SynapseValueKind.Text => ReadText(ref reader, name),
            SynapseValueKind.Integer => ReadInteger(ref reader, name) is long integer ? integer : throw Wrong(name, "is beyond 64 bits"),
            SynapseValueKind.LargeInteger => ReadInteger(ref reader, name),
            SynapseValueKind.Number => ReadNumber(ref reader, name),
            SynapseValueKind.NumberList => ReadList<double>(ref reader, name, ReadNumber),
            SynapseValueKind.Truth => ReadTruth(ref reader, name),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A tensor is no single value."),
        };
    }

    public static IReadOnlyList<string> ReadTexts(ref Utf8JsonReader reader, string name) => ReadList<string>(ref reader, name, ReadText);

    public static SynapseFormatException Wrong(string name, string what) =>
        new(SynapseBodyFault.WrongMember, $"The member '{name}' {what}.");

    private static string ReadText(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
        JsonTokenType.True => "True",
        JsonTokenType.False => "False",
        _ => throw Wrong(name, "is no text"),
    };

    /// <summary>As <see cref="PythonInteger.Box"/> gives it.</summary>
    private static object ReadInteger(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var plain) ? plain : PythonInteger.Box(ReadAnyInteger(ref reader, name));

    private static Int128 ReadAnyInteger(ref Utf8JsonReader reader, string name)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when Int128.TryParse(reader.ValueSpan, null, out var large):
                return large;
            case JsonTokenType.Number when Math.Abs(reader.GetDouble()) < (double)Int128.MaxValue:
                return (Int128)reader.GetDouble();
            case JsonTokenType.String when PythonInteger.TryParse(reader.GetString(), out var parsed):
                return parsed;
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean() ? 1 : 0;
            default:
                throw Wrong(name, "is no integer");
        }
    }

    private static double ReadNumber(ref Utf8JsonReader reader, string name)
    {
        var number = reader.TokenType switch
        {
            JsonTokenType.Number => reader.GetDouble(),
            JsonTokenType.String when PythonFloat.TryParse(reader.GetString(), out var parsed) => parsed,
            JsonTokenType.True => 1,
            JsonTokenType.False => 0,
            _ => throw Wrong(name, "is no number"),
        };

        // Whoever echoes it fails: JSON has no way to write it.
        return double.IsFinite(number) ? number : throw Wrong(name, "is no finite number");
    }

    private static bool ReadTruth(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when reader.TryGetInt32(out var number) && number is 0 or 1 => number != 0,
        JsonTokenType.String => reader.GetString()!.ToUpperInvariant() switch
        {
            "TRUE" or "T" or "YES" or "Y" or "ON" or "1" => true,
            "FALSE" or "F" or "NO" or "N" or "OFF" or "0" => false,
            _ => throw Wrong(name, "is neither true nor false"),
        },
        _ => throw Wrong(name, "is neither true nor false"),
    };

    private static T[] ReadList<T>(ref Utf8JsonReader reader, string name, ReadOne<T> readOne)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Wrong(name, "is no list");
        }

        var start = reader.BytesConsumed;
        var values = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (values.Count == MaxListLength || reader.BytesConsumed - start > MaxListBytes)
            {
                throw Wrong(name, $"has more than {MaxListLength} elements, or {MaxListBytes} bytes");
            }

            CheckLength(ref reader, name);
            values.Add(readOne(ref reader, name));
        }

        return [.. values];
    }

    private static void CheckLength(ref Utf8JsonReader reader, string name)
    {
        if (reader.ValueSpan.Length > MaxValueBytes)
        {
            throw Wrong(name, $"has more than {MaxValueBytes} bytes");
        }
    }
}
