using System.Text.Json;
using Tsps.Local.Demo;
using Tsps.Testing;

namespace Tsps.Local.Tests.Demo;

[Trait(Categories.Name, Categories.Unit)]
public sealed class DemoReportTests
{
    [Fact]
    public async Task Writes_the_report_as_json()
    {
        var token = TestContext.Current.CancellationToken;
        var candles = new DemoCandles("simulated", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(45), 12960);
        var report = DemoReport.Of(DemoDisplayTests.At(48), candles, TimeSpan.FromSeconds(61.234), 250_500_000);
        var path = Path.GetTempFileName();
        try
        {
            await report.WriteAsync(path, token);
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(path, token));

            var root = json.RootElement;
            Assert.Equal(48, root.GetProperty("roundsSent").GetInt32());
            Assert.Equal(96, root.GetProperty("predictionsStored").GetInt32());
            Assert.Equal(38, root.GetProperty("roundsScored").GetInt32());
            Assert.Equal(61.23, root.GetProperty("wallSeconds").GetDouble());
            Assert.Equal(250.5, root.GetProperty("peakMemoryMb").GetDouble());
            Assert.Equal("simulated", root.GetProperty("candles").GetProperty("source").GetString());
            Assert.Equal(12960, root.GetProperty("candles").GetProperty("count").GetInt32());
            Assert.Equal(DateTimeOffset.UnixEpoch, root.GetProperty("candles").GetProperty("first").GetDateTimeOffset());
            Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(45), root.GetProperty("candles").GetProperty("last").GetDateTimeOffset());

            var miners = root.GetProperty("miners");
            Assert.Equal(2, miners.GetArrayLength());
            Assert.Equal("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", miners[0].GetProperty("hotkey").GetString());
            Assert.Equal(1, miners[0].GetProperty("uid").GetInt32());
            Assert.Equal(0.5, miners[0].GetProperty("score").GetDouble());
            Assert.Equal(65535, miners[0].GetProperty("weight").GetInt32());
            Assert.Equal(JsonValueKind.Null, miners[1].GetProperty("score").ValueKind);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
