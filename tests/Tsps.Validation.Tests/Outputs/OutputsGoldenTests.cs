using System.Text.Json;
using Tsps.Testing;
using Tsps.Validation.Outputs;

namespace Tsps.Validation.Tests.Outputs;

[Trait(Categories.Name, Categories.Golden)]
public sealed class OutputsGoldenTests
{
    private static readonly string[] Files = ["scoring/request_outputs_v4.json", "scoring/request_outputs_v6.json"];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var path in Files.Where(path => GoldenFile.TryLocate(path) is not null))
            {
                using var file = GoldenFile.Read(path);
                foreach (var item in file.RootElement.GetProperty("cases").EnumerateArray())
                {
                    cases.Add(path, item.GetProperty("name").GetString()!);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Documents_are_the_reference_s_and_where_it_fails_they_hold_what_there_is(string path, string name)
    {
        using var file = GoldenFile.Read(path);
        var item = file.RootElement.GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);
        var backups = item.GetProperty("state").GetProperty("cmw_files").EnumerateObject().Select(backup => backup.Value).ToArray();
        var hasFailed = item.GetProperty("exception").ValueKind != JsonValueKind.Null;
        var broken = backups.Where(backup => !backup.TryGetProperty("clients", out _)).ToArray();
        if (broken.Length > 0)
        {
            Assert.True(hasFailed);
            Assert.All(broken, backup => Assert.Contains("it has no 'clients'", Assert.Throws<FormatException>(() => CmwJson.Read(backup.Utf8())).Message, StringComparison.Ordinal));
            return;
        }

        var performance = new SubnetPerformance();
        Array.ForEach(backups, backup => performance.Add(CmwJson.Read(backup.Utf8())));
        var latest = LatestPredictions.Choose(ReadRecords(item));
        var latestJson = LatestPredictions.Write("BTCUSD-5m", latest);
        var performanceJson = PerformanceJson.Write(performance, latest, DateTimeOffset.FromUnixTimeMilliseconds(item.GetProperty("now_ms").GetInt64()));
        if (!hasFailed)
        {
            var outputs = item.GetProperty("outputs");
            Assert.Equal(OutputVectors.Compact(outputs.GetProperty("latest_predictions.json")), OutputVectors.Compact(latestJson));
            Assert.Equal(OutputVectors.Compact(outputs.GetProperty("cmw.json")), OutputVectors.Compact(performanceJson));
            return;
        }

        using var shown = JsonDocument.Parse(performanceJson);
        Assert.Equal(backups.Length == 0, shown.RootElement.GetProperty("subnet_performance").GetArrayLength() == 0);
        Assert.Equal(backups.Length == 0, shown.RootElement.GetProperty("top_miners_7").GetArrayLength() == 0);
        Assert.Equal(backups.Length == 0 || latest.Count == 0, shown.RootElement.GetProperty("top_miners_7_predictions").GetArrayLength() == 0);
    }

    private static PredictionRecord[] ReadRecords(JsonElement item) =>
    [
        .. item.GetProperty("state").GetProperty("prediction_files").EnumerateArray()
            .OrderByDescending(record => record.GetProperty("created_order").GetInt32())
            .Select(record => OutputVectors.ReadRecord(record.GetProperty("fields"))),
    ];
}
