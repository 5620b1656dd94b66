using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed partial class TruthAlignmentTests
{
    private static readonly StreamDefinition Stream = StreamDefinition.BtcUsd5m;

    [Theory]
    [InlineData("scoring/state_machine_v4.json")]
    [InlineData("scoring/state_machine_v6.json")]
    public void Truths_without_gaps_are_the_recorded_ones(string path)
    {
        using var file = GoldenFile.Read(path);
        var alignment = file.RootElement.GetProperty("truth_alignment");
        foreach (var item in Comparable(alignment).Where(item => item.GetProperty("missing_candles").GetArrayLength() == 0))
        {
            var truth = TruthAlignment.Align(Profile(file.RootElement), Stream, StartMs(item), Candles(alignment, item));
            Assert.True(truth.IsComplete, item.Text("name"));

            // One row too many, for which the reference scores nobody, is left out.
            Vectors.Same([.. Recorded(item).Take(Stream.PredictionSize)], truth.Closes.ToArray(), Vectors.NoTolerance, item.Text("name"));
        }
    }

    [Theory]
    [InlineData("scoring/state_machine_v4.json")]
    [InlineData("scoring/state_machine_v6.json")]
    public void A_gap_is_reported_where_the_reference_shifts_or_fills(string path)
    {
        using var file = GoldenFile.Read(path);
        var alignment = file.RootElement.GetProperty("truth_alignment");
        foreach (var item in Comparable(alignment).Where(item => item.GetProperty("missing_candles").GetArrayLength() > 0))
        {
            var truth = TruthAlignment.Align(Profile(file.RootElement), Stream, StartMs(item), Candles(alignment, item));
            Assert.Equal(MissingOpens(alignment, item).Select(open => open + Stream.IntervalMs), truth.MissingCloseTimesMs);
            Assert.True(truth.Closes.IsEmpty, item.Text("name"));
        }
    }

    /// <summary>
    /// The cases without a failure, without the reference's cache, and without a gap at one of several exchanges, which is the merging
    /// of sources and not alignment.
    /// </summary>
    private static IEnumerable<JsonElement> Comparable(JsonElement alignment) => alignment.Items("cases").Where(item =>
        !item.Has("exception")
        && !(item.TryGetProperty("cache_kept_from_previous_case", out var cached) && cached.GetBoolean())
        && item.Items("missing_candles").All(missing => !missing.TryGetProperty("exchange", out var exchange) || exchange.GetString() == "all"));

    private static ScoringProfile Profile(JsonElement file) => Vectors.Profile(file.Text("generation"));

    private static long StartMs(JsonElement item) =>
        item.TryGetProperty("range_ms", out var range) ? range[0].GetInt64() : item.GetProperty("start_ms").GetInt64();

    private static double[] Recorded(JsonElement item) =>
        (item.TryGetProperty("closes", out var closes) ? closes : item.GetProperty("flattened")).AsDoubles();

    private static long[] MissingOpens(JsonElement alignment, JsonElement item) =>
        [.. item.Items("missing_candles")
            .Select(missing => alignment.GetProperty("base_ms").GetInt64() + missing.GetProperty("open_offset_ms").GetInt64())];

    /// <summary>The candles of the recording's price rule, as the mean of the exchanges that answered.</summary>
    private static Candle[] Candles(JsonElement alignment, JsonElement item)
    {
        string?[] failing = item.TryGetProperty("failing_exchanges", out var exchanges)
            ? [.. exchanges.EnumerateArray().Select(name => name.GetString())]
            : ["bybit", "coinbase"];
        var price = PriceRule().Matches(alignment.Text("price_rule"))
            .Where(match => !failing.Contains(match.Groups["exchange"].Value))
            .Average(match => double.Parse(match.Groups["price"].Value, CultureInfo.InvariantCulture));
        var missing = MissingOpens(alignment, item);
        return [.. Enumerable.Range(-20, 300)
            .Select(k => new Candle(alignment.GetProperty("base_ms").GetInt64() + (k * Stream.IntervalMs), 0, 0, 0, price + k, 0))
            .Where(candle => !missing.Contains(candle.OpenTimeMs))];
    }

    [GeneratedRegex(@"(?<price>\d+)\+k on (?<exchange>\w+)")]
    private static partial Regex PriceRule();
}
