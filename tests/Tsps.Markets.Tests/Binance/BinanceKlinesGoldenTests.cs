using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Markets.Tests.Binance;

/// <summary>Recorded requests to Binance and its recorded answers (market specification, section 4).</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class BinanceKlinesGoldenTests
{
    private static readonly TimeSpan Interval = StreamDefinition.BtcUsd5m.Interval;

    [Fact]
    public async Task Asks_as_recorded_and_reads_the_same_numbers()
    {
        using var vectors = GoldenFile.Read("market/v4_data_generator.json.gz");
        var cases = vectors.RootElement.GetProperty("cases").EnumerateArray().Where(IsOneGoodAnswerOfBinance).ToList();
        Assert.NotEmpty(cases);

        foreach (var recorded in cases)
        {
            await CheckAsync(recorded);
        }
    }

    private static bool IsOneGoodAnswerOfBinance(JsonElement recorded) =>
        recorded.GetProperty("name").GetString()!.StartsWith("BinanceData/", StringComparison.Ordinal)
        && recorded.TryGetProperty("result", out var result)
        && result.ValueKind == JsonValueKind.Array
        && result[0].GetArrayLength() > 0
        && recorded.GetProperty("http").GetArrayLength() == 1;

    private static async Task CheckAsync(JsonElement recorded)
    {
        var answer = recorded.GetProperty("http")[0];
        var window = recorded.GetProperty("window");
        var (firstOpen, lastOpen) = (At(window[0]), At(window[1]));
        await using var exchange = await LoopbackExchange.ServeAsync((answer.GetProperty("status").GetInt32(), answer.GetProperty("body").GetString()!));
        var download = exchange.Client(new FakeTimeProvider(lastOpen.AddDays(1)))
            .DownloadAsync("BTCUSDT", Interval, firstOpen + Interval - TimeSpan.FromMilliseconds(1), lastOpen + Interval, TestContext.Current.CancellationToken);

        var rows = recorded.GetProperty("result").EnumerateArray().Select(row => row.AsDoubles()).ToArray();
        if (rows.Any(row => row.Any(double.IsNaN)))
        {
            // The reference lets NaN through; here it is no candle.
            await Assert.ThrowsAsync<CandleSourceException>(() => download);
        }
        else
        {
            // The reference takes rows as they come; here they are sorted, and of two of one time the later counts.
            var expected = rows[0].Select((time, i) => (time, rows[1][i], rows[2][i], rows[3][i], rows[4][i])).GroupBy(row => row.time, (_, doubled) => doubled.Last()).Order();
            var candles = (await download).Select(candle => ((double)candle.OpenTimeMs, candle.Close, candle.High, candle.Low, candle.Volume));
            Assert.Equal(expected, candles);
        }

        Assert.Equal([new Uri(answer.GetProperty("url").GetString()!).PathAndQuery], exchange.Asked);
    }

    private static DateTimeOffset At(JsonElement unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs.GetInt64());
}
