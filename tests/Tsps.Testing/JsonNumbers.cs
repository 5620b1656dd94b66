using System.Text.Json;

namespace Tsps.Testing;

/// <summary>Reads the vectors' numbers, where NaN and the infinities are texts.</summary>
public static class JsonNumbers
{
    public static double AsDouble(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.String => element.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text => throw new FormatException($"'{text}' is no number of the vectors."),
        },
        _ => throw new FormatException($"{element.ValueKind} is no number of the vectors."),
    };

    public static double[] AsDoubles(this JsonElement element) => [.. element.EnumerateArray().Select(AsDouble)];
}
