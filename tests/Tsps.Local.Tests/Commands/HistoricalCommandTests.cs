using System.CommandLine;
using System.Text.Json;
using Tsps.Local.Commands;
using Tsps.Markets;
using Tsps.Markets.Simulation;
using Tsps.Testing;

namespace Tsps.Local.Tests.Commands;

[Trait(Categories.Name, Categories.Unit)]
public sealed class HistoricalCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-historical");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replay_of_both_generations_tells_of_each_and_of_the_weights_of_both_in_text_and_report_alike()
    {
        var (output, report) = await ReplayAsync("v4,v6");

        var streams = report.GetProperty("streams").EnumerateArray().ToArray();
        Assert.Equal(["BTCUSD-5m", "BTCUSD-5m-v6"], streams.Select(stream => stream.GetProperty("streamId").GetString()));
        Assert.All(streams, stream => Assert.True(stream.GetProperty("roundsScored").GetInt32() > 0));
        Assert.Equal(report.GetProperty("roundsScored").GetInt32(), streams.Sum(stream => stream.GetProperty("roundsScored").GetInt32()));
        foreach (var stream in streams)
        {
            Assert.Contains($"{stream.GetProperty("streamId").GetString()}: {stream.GetProperty("roundsSent").GetInt32()} rounds sent", output, StringComparison.Ordinal);
            Assert.Contains($"{stream.GetProperty("roundsScored").GetInt32()} rounds scored", output, StringComparison.Ordinal);
        }

        foreach (var miner in report.GetProperty("miners").EnumerateArray())
        {
            var scores = streams.Select(stream => stream.GetProperty("scores").GetProperty(miner.GetProperty("hotkey").GetString()!).GetDouble()).ToArray();
            Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"BTCUSD-5m {scores[0]:F6}  BTCUSD-5m-v6 {scores[1]:F6}  weight"), output, StringComparison.Ordinal);
        }

        Assert.Contains(report.GetProperty("miners").EnumerateArray(), miner => miner.GetProperty("weight") is { ValueKind: JsonValueKind.Number } weight && weight.GetUInt16() == ushort.MaxValue);
    }

    [Fact]
    public async Task A_replay_of_v6_alone_tells_of_its_rounds()
    {
        var (output, report) = await ReplayAsync("v6");

        Assert.Equal("BTCUSD-5m-v6", Assert.Single(report.GetProperty("streams").EnumerateArray()).GetProperty("streamId").GetString());
        Assert.True(report.GetProperty("roundsScored").GetInt32() > 0);
        Assert.Contains("score ", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(string Output, JsonElement Report)> ReplayAsync(string generations)
    {
        var (candles, report) = (Path.Combine(_folder.FullName, "candles.csv"), Path.Combine(_folder.FullName, "report.json"));
        await CandleFile.WriteAsync(candles, SimulatedCandles.Generate(5, new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero), 33 * 288), Token);
        var (code, output, error) = await CommandTests.InvokeAsync(
            new RootCommand { HistoricalCommand.Create() },
            "historical", "--days", "1", "--miners", "3", "--model", "last-close", "--generation", generations, "--candles", candles, "--report", report);
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(report, Token));
        return (output, json.RootElement.Clone());
    }
}
