using System.Text.Json;
using Tsps.Domain;
using Tsps.Scoring.Stages;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

/// <summary>Reads what the scoring vectors are made of, and compares with their tolerances (scoring specification, section 1.2).</summary>
internal static class Vectors
{
    public const double NoTolerance = 0;

    public static ScoringProfile Profile(string? generation) => generation switch
    {
        "v4" => ScoringProfile.V4,
        "v6" => ScoringProfile.V6,
        _ => throw new FormatException($"'{generation}' is no generation of the vectors."),
    };

    public static ScoringProfile ReferenceExact(JsonElement file) =>
        Profile(file.GetProperty("generation").GetString()) with { ReferenceExact = true };

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.GetProperty(name).EnumerateArray();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static bool Has(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>An ordered map as the vectors write it: a list of pairs.</summary>
    public static KeyValuePair<Hotkey, double>[] AsPairs(this JsonElement element) =>
        [.. element.EnumerateArray().Select(pair => KeyValuePair.Create(new Hotkey(pair[0].GetString()!), pair[1].AsDouble()))];

    public static MinerShare[] AsShares(this JsonElement element) =>
        [.. element.AsPairs().Select(pair => new MinerShare(pair.Key, pair.Value))];

    public static ScoreState AsState(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Null ? ScoreState.Empty : ScoreState.From(element.AsPairs());

    /// <summary>Uids and values as two lists of the same length.</summary>
    public static UidShare[] AsUidShares(this JsonElement element, string uids, string values) =>
        [.. element.Items(uids).Zip(element.GetProperty(values).AsDoubles(), (uid, value) => new UidShare(uid.GetUInt16(), value))];

    public static TrueCloses AsTruth(this JsonElement element) =>
        new(element.GetProperty("values").AsDoubles(), AsTruthPrecision(element.Text("dtype")));

    public static TruthPrecision AsTruthPrecision(string elementType) =>
        elementType.StartsWith("float32", StringComparison.Ordinal) ? TruthPrecision.Float32 : TruthPrecision.Float64;

    /// <summary>The precision of an answer's element type; lists of Python's numbers become float64 or int64.</summary>
    public static AnswerPrecision AsAnswerPrecision(string elementType) =>
        elementType == "python" ? AnswerPrecision.Float64 : AnswerPrecisions.OfElementType(elementType);

    public static void Same(double expected, double actual, double relative, string context, double absolute = 0)
    {
        var same = expected.Equals(actual) || Math.Abs(expected - actual) <= Math.Max(relative * Math.Abs(expected), absolute);
        Assert.True(same, FormattableString.Invariant($"{context}: {expected:R} expected, got {actual:R}"));
    }

    public static void Same(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double relative, string context, double absolute = 0)
    {
        Assert.True(expected.Count == actual.Count, $"{context}: {expected.Count} expected, got {actual.Count}");
        for (var i = 0; i < expected.Count; i++)
        {
            Same(expected[i], actual[i], relative, $"{context}[{i}]", absolute);
        }
    }

    public static void Same(
        IReadOnlyList<KeyValuePair<Hotkey, double>> expected, IReadOnlyList<KeyValuePair<Hotkey, double>> actual, double relative, string context)
    {
        Assert.True(expected.Select(pair => pair.Key).SequenceEqual(actual.Select(pair => pair.Key)), $"{context}: other hotkeys, or another order");
        Same([.. expected.Select(pair => pair.Value)], [.. actual.Select(pair => pair.Value)], relative, context);
    }

    public static void Same(IReadOnlyList<UidShare> expected, IReadOnlyList<UidWeight> actual, int tolerance, string context)
    {
        Assert.True(expected.Select(weight => weight.Uid).SequenceEqual(actual.Select(weight => weight.Uid)), $"{context}: other uids");
        Same([.. expected.Select(weight => weight.Weight)], [.. actual.Select(weight => (double)weight.Value)], NoTolerance, $"{context}: u16", tolerance);
    }

    /// <summary>Compares regardless of order.</summary>
    public static void SameAsMap(IReadOnlyList<KeyValuePair<Hotkey, double>> expected, ScoreState actual, double tolerance, string context)
    {
        Assert.True(expected.Count == actual.Count, $"{context}: {expected.Count} miners expected, got {actual.Count}");
        foreach (var (hotkey, score) in expected)
        {
            Assert.True(actual.TryGetValue(hotkey, out var value), $"{context}: {hotkey} is missing");
            Vectors.Same(score, value, tolerance, $"{context}: {hotkey}");
        }
    }
}
