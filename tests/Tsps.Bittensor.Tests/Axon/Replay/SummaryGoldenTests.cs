using System.Text.Json;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>
/// <c>wire/responses/summary.json</c> tells of each SDK what the recorded exchanges tell, so that what the replays assert of those
/// holds for its rows.
/// </summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class SummaryGoldenTests
{
    private const string Unreadable = "unreadable";
    private const string Continue = "100 Continue";

    [Theory]
    [InlineData(KnownDifferences.Sdk6)]
    [InlineData(KnownDifferences.Sdk10)]
    public void Rows_of_the_axon_are_the_replayed_answers(string sdk)
    {
        using var summary = GoldenFile.Read("wire/responses/summary.json");
        using var vectors = GoldenFile.Read($"wire/responses/axon_{sdk}.json.gz");
        var rows = Rows(summary, "axon", sdk);
        var cases = vectors.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(element => element.GetProperty("name").GetString()!, RecordedCase.Read);

        Assert.Equal(cases.Keys.Order(), rows.Keys.Order());
        Assert.All(rows, row => AssertSame(row.Value, cases[row.Key]));
    }

    [Theory]
    [InlineData(KnownDifferences.Sdk6)]
    [InlineData(KnownDifferences.Sdk10)]
    public void Rows_of_the_dendrite_are_the_replayed_results(string sdk)
    {
        using var summary = GoldenFile.Read("wire/responses/summary.json");
        using var vectors = GoldenFile.Read($"wire/responses/dendrite_{sdk}.json.gz");
        var rows = Rows(summary, "dendrite", sdk);
        var results = vectors.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(element => element.GetProperty("name").GetString()!, element => element.GetProperty("result"));

        Assert.Equal(results.Keys.Order(), rows.Keys.Order());
        Assert.All(rows, row => AssertSame(row.Value, results[row.Key]));
    }

    private static void AssertSame(JsonElement row, RecordedCase recorded)
    {
        Assert.Equal(row.GetProperty("forward_called").GetBoolean(), recorded.ForwardCalled ?? true);
        if (Text(row, "http") is not { } http)
        {
            Assert.Empty(recorded.Answers);
            return;
        }

        if (http == Continue)
        {
            // The summary tells nothing of the answer that followed.
            return;
        }

        var answer = recorded.Answers[0];
        Assert.StartsWith($"{answer.StatusCode} ", http, StringComparison.Ordinal);
        if (recorded.Answers.Count > 1)
        {
            // The summary tells nothing more of several answers on one connection.
            return;
        }

        Assert.Equal(Text(row, "bt_status"), answer.Header("bt_header_axon_status_code"));
        using var body = answer.IsJson ? JsonDocument.Parse(answer.Body) : JsonDocument.Parse("{}");
        AssertSameMessage(Text(row, "message"), Text(body.RootElement, "message"));
        if (Text(row, "detail") is { } detail && body.RootElement.GetProperty("detail").ValueKind == JsonValueKind.String)
        {
            Assert.Equal(detail, Text(body.RootElement, "detail"));
        }
    }

    private static void AssertSame(JsonElement row, JsonElement result)
    {
        if (result.ValueKind == JsonValueKind.Null || !result.TryGetProperty("dendrite", out var dendrite))
        {
            // The whole query was lost.
            Assert.Equal(result.ValueKind == JsonValueKind.Null ? null : Text(result, "raised"), Text(row, "raised"));
            return;
        }

        Assert.Equal(Text(row, "status_code"), Text(dendrite, "status_code"));
        AssertSameMessage(Text(row, "status_message"), Text(dendrite, "status_message"));
        Assert.Equal(row.GetProperty("process_time_set").GetBoolean(), Text(dendrite, "process_time") is not null);
        Assert.Equal(Text(row, "axon_status_code"), Text(result.GetProperty("axon"), "status_code"));
        Assert.Equal(Text(row, "predictions"), result.TryGetProperty("predictions", out var predictions) ? Describe(predictions) : null);
    }

    /// <summary>The summary cuts long messages.</summary>
    private static void AssertSameMessage(string? shown, string? recorded)
    {
        const int Longest = 300;
        if (shown is { Length: >= Longest } && recorded is { Length: > Longest })
        {
            Assert.Equal(recorded[..Longest], shown[..Longest]);
            return;
        }

        Assert.Equal(recorded, shown);
    }

    private static string? Describe(JsonElement predictions)
    {
        if (predictions.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return predictions.TryGetProperty("numpy_dtype", out var dtype) && predictions.TryGetProperty("numpy_shape", out var shape)
            ? $"{dtype} [{string.Join(", ", shape.EnumerateArray())}]"
            : Unreadable;
    }

    private static Dictionary<string, JsonElement> Rows(JsonDocument summary, string table, string sdk) =>
        summary.RootElement.GetProperty(table).EnumerateObject().Where(row => row.Value.TryGetProperty(sdk, out _)).ToDictionary(row => row.Name, row => row.Value.GetProperty(sdk));

    private static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var text) && text.ValueKind != JsonValueKind.Null ? text.ToString() : null;
}
