using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>Carries values between the vectors' JSON and SCALE values.</summary>
internal static class ScaleJson
{
    /// <summary>Reads a value as the vectors write it: numbers or texts of digits, hex or SS58 addresses for bytes, arrays and objects.</summary>
    public static ScaleValue ToScale(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => ScaleNone.Instance,
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.Number => BigInteger.Parse(json.GetRawText(), CultureInfo.InvariantCulture),
        JsonValueKind.Array => new ScaleSequence([.. json.EnumerateArray().Select(ToScale)]),
        JsonValueKind.Object => new ScaleComposite([.. json.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value.ToScale()))]),
        _ => TextToScale(json.GetString()!),
    };

    /// <summary>Compares without regard to how the vector writes numbers (digits) and bytes (hex, SS58, characters).</summary>
    public static bool Matches(this ScaleValue value, JsonElement json) => (value, json.ValueKind) switch
    {
        (ScaleNone, JsonValueKind.Null) => true,
        (ScaleNumber number, JsonValueKind.Number or JsonValueKind.String) => number.Value == BigInteger.Parse(json.ToString(), CultureInfo.InvariantCulture),
        (ScaleBool flag, JsonValueKind.True or JsonValueKind.False) => flag.Value == json.GetBoolean(),
        (ScaleText text, JsonValueKind.String) => text.Value == json.GetString(),
        (ScaleBytes bytes, JsonValueKind.String) => BytesMatch(bytes.Value.ToArray(), json.GetString()!),
        (ScaleBytes bytes, JsonValueKind.Array) => bytes.Value.ToArray().SequenceEqual(json.EnumerateArray().Select(item => item.GetByte())),
        (ScaleSequence sequence, JsonValueKind.Array) => AllMatch(sequence.Items, json),
        (ScaleComposite composite, JsonValueKind.Array) => AllMatch([.. composite.Fields.Select(field => field.Value)], json),
        (ScaleComposite composite, JsonValueKind.Object) => FieldsMatch(composite, json),
        (ScaleVariant variant, JsonValueKind.String) => variant.Name == json.GetString(),
        (ScaleVariant variant, JsonValueKind.Object) => json.EnumerateObject().Single() is var only && only.Name == variant.Name && ContentMatches(variant.Content, only.Value),
        _ => false,
    };

    private static bool ContentMatches(ScaleComposite content, JsonElement json) =>
        content.Fields is [{ Key: "" } single] ? single.Value.Matches(json) : content.Matches(json);

    private static bool AllMatch(IReadOnlyList<ScaleValue> items, JsonElement json) =>
        items.Count == json.GetArrayLength() && items.Zip(json.EnumerateArray()).All(pair => pair.First.Matches(pair.Second));

    private static bool FieldsMatch(ScaleComposite composite, JsonElement json) =>
        composite.Fields.Count == json.EnumerateObject().Count()
        && composite.Fields.All(field => json.TryGetProperty(field.Key, out var expected) && field.Value.Matches(expected));

    private static bool BytesMatch(byte[] bytes, string text) =>
        text == Hex.Encode(bytes) || (bytes.Length == 32 && Ss58.Encode(bytes).Address == text) || Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes);

    private static ScaleValue TextToScale(string text) => text switch
    {
        _ when text.StartsWith("0x", StringComparison.Ordinal) => Hex.Decode(text),
        _ when text.Length > 0 && text.All(char.IsAsciiDigit) => BigInteger.Parse(text, CultureInfo.InvariantCulture),
        ['5', ..] when text.Length is 47 or 48 => Ss58.Decode(text),
        _ => new ScaleText(text),
    };
}
