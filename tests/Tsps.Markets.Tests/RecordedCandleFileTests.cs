using Tsps.Testing;

namespace Tsps.Markets.Tests;

[Trait(Categories.Name, Categories.Golden)]
public sealed class RecordedCandleFileTests
{
    /// <summary>Five minutes for every file but those that say one minute; a gap is at most an outage of a day.</summary>
    [Fact]
    public async Task Reads_every_recorded_file_of_candles()
    {
        var files = GoldenFile.List("market").Where(file => file.EndsWith(".csv.gz", StringComparison.Ordinal)).ToList();
        Assert.SkipWhen(files.Count == 0, "No recorded candles are here: set TSPS_GOLDEN to a folder that holds market/candles.");

        foreach (var file in files)
        {
            var series = await CandleFile.LoadAsync(GoldenFile.Locate($"market/{file}"), TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

            Assert.All(series.Zip(series.Skip(1)), pair => Assert.InRange(pair.Second.OpenTimeMs - pair.First.OpenTimeMs, 60_000, 86_400_000));
            Assert.All(series, candle => Assert.True(candle.Low <= candle.Close && candle.Close <= candle.High));
        }
    }
}
