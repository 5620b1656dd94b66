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

    /// <summary>The product waits for them, until a deadline.</summary>
    [Theory]
    [InlineData("scoring/state_machine_v4.json")]
    [InlineData("scoring/state_machine_v6.json")]
    public void Where_the_reference_gets_nothing_from_any_exchange_every_close_is_missing(string path)
    {
        using var file = GoldenFile.Read(path);
        var alignment = file.RootElement.GetProperty("truth_alignment");
        foreach (var item in alignment.Items("cases").Where(item => item.Has("exception")))
        {
            var truth = TruthAlignment.Align(Profile(file.RootElement), Stream, StartMs(item), []);
            Assert.Equal(TruthWindow.Of(Profile(file.RootElement), Stream, StartMs(item)).CloseTimesMs(), truth.MissingCloseTimesMs);
        }
    }

    /// <summary>The uncached rule: what the reference keeps of an earlier request, it may take one step early.</summary>
    [Theory]
    [InlineData("scoring/state_machine_v6.json")]
    public void Where_the_reference_uses_its_cache_the_truths_are_the_recorded_ones_or_those_a_step_later(string path)
    {
        using var file = GoldenFile.Read(path);
        var alignment = file.RootElement.GetProperty("truth_alignment");
        foreach (var item in alignment.Items("cases").Where(IsCached))
        {
            var window = TruthWindow.Of(Profile(file.RootElement), Stream, StartMs(item));
            var closes = TruthAlignment.ClosesByTime(Candles(alignment, item), Stream.Interval);
            var truth = TruthAlignment.Align(window, closes);
            Assert.Equal(window.CloseTimesMs().Select(time => closes[time]), truth.Closes.ToArray());
            foreach (var (time, recorded) in window.CloseTimesMs().Zip(Recorded(item)))
            {
                Assert.True(recorded == closes[time] || recorded == closes[time - Stream.IntervalMs], item.Text("name"));
            }
        }
    }

    /// <summary>Where each exchange has the close, their mean is the recorded one; the gap is that of one exchange alone.</summary>
    [Theory]
    [InlineData("scoring/state_machine_v6.json")]
    public void A_gap_at_one_exchange_shifts_neither_it_nor_the_others(string path)
    {
        using var file = GoldenFile.Read(path);
        var alignment = file.RootElement.GetProperty("truth_alignment");
        foreach (var item in alignment.Items("cases").Where(item => !item.Has("exception") && !IsGapEverywhere(item)))
        {
            var window = TruthWindow.Of(Profile(file.RootElement), Stream, StartMs(item));
            var closes = Prices(alignment, item)
                .Select(price => TruthAlignment.ClosesByTime(Candles(alignment, price.Value, MissingOpens(alignment, item, price.Key)), Stream.Interval))
                .ToArray();
            foreach (var (time, recorded) in window.CloseTimesMs().Zip(Recorded(item)).Where(step => closes.All(known => known.ContainsKey(step.First))))
            {
                Assert.Equal(recorded, closes.Average(known => known[time]));
            }

            var missing = closes.SelectMany(known => TruthAlignment.Align(window, known).MissingCloseTimesMs);
            Assert.Equal(MissingOpens(alignment, item).Select(open => open + Stream.IntervalMs), missing);
        }
    }

    /// <summary>The cases in which the reference does neither fail, nor use its cache, nor merge exchanges of which one has a gap.</summary>
    private static IEnumerable<JsonElement> Comparable(JsonElement alignment) =>
        alignment.Items("cases").Where(item => !item.Has("exception") && !IsCached(item) && IsGapEverywhere(item));

    private static bool IsCached(JsonElement item) => item.TryGetProperty("cache_kept_from_previous_case", out var cached) && cached.GetBoolean();

    /// <summary>Whether what is missing is missing at all exchanges.</summary>
    private static bool IsGapEverywhere(JsonElement item) =>
        item.Items("missing_candles").All(missing => !missing.TryGetProperty("exchange", out var exchange) || exchange.GetString() == "all");

    private static ScoringProfile Profile(JsonElement file) => Vectors.Profile(file.Text("generation"));

    private static long StartMs(JsonElement item) =>
        item.TryGetProperty("range_ms", out var range) ? range[0].GetInt64() : item.GetProperty("start_ms").GetInt64();

    private static double[] Recorded(JsonElement item) =>
        (item.TryGetProperty("closes", out var closes) ? closes : item.GetProperty("flattened")).AsDoubles();

    /// <param name="exchange">The one that the candles are missing at; null for any.</param>
    private static long[] MissingOpens(JsonElement alignment, JsonElement item, string? exchange = null) =>
        [.. item.Items("missing_candles")
            .Where(missing => exchange is null || missing.Text("exchange") == exchange)
            .Select(missing => alignment.GetProperty("base_ms").GetInt64() + missing.GetProperty("open_offset_ms").GetInt64())];

    /// <summary>The candles of the recording's price rule, as the mean of the exchanges that answered.</summary>
    private static Candle[] Candles(JsonElement alignment, JsonElement item) =>
        Candles(alignment, Prices(alignment, item).Average(price => price.Value), MissingOpens(alignment, item));

    private static Candle[] Candles(JsonElement alignment, double price, long[] missingOpens) =>
        [.. Enumerable.Range(-20, 300)
            .Select(k => new Candle(alignment.GetProperty("base_ms").GetInt64() + (k * Stream.IntervalMs), 0, 0, 0, price + k, 0))
            .Where(candle => !missingOpens.Contains(candle.OpenTimeMs))];

    /// <summary>The first price of each exchange that answered; v4 asks one.</summary>
    private static IEnumerable<KeyValuePair<string, double>> Prices(JsonElement alignment, JsonElement item)
    {
        string?[] failing = item.TryGetProperty("failing_exchanges", out var exchanges)
            ? [.. exchanges.EnumerateArray().Select(name => name.GetString())]
            : ["bybit", "coinbase"];
        return PriceRule().Matches(alignment.Text("price_rule"))
            .Select(match => KeyValuePair.Create(match.Groups["exchange"].Value, double.Parse(match.Groups["price"].Value, CultureInfo.InvariantCulture)))
            .Where(price => !failing.Contains(price.Key));
    }

    [GeneratedRegex(@"(?<price>\d+)\+k on (?<exchange>\w+)")]
    private static partial Regex PriceRule();
}
