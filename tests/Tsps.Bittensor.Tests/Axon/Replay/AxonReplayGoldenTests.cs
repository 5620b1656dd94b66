using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Keys;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon.Replay;

[Trait(Categories.Name, Categories.Golden)]
public sealed class AxonReplayGoldenTests
{
    private const string WholeRequest = "path_and_method/control_ok";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(KnownDifferences.Sdk6)]
    [InlineData(KnownDifferences.Sdk10)]
    public async Task Answers_every_recorded_request_as_the_axon_of_its_SDK_did_or_as_listed(string sdk)
    {
        using var vectors = GoldenFile.Read($"wire/responses/axon_{sdk}.json.gz");
        using var replay = RecordedAxon.Open(vectors.RootElement);
        RecordedCase[] cases = [.. vectors.RootElement.GetProperty("cases").EnumerateArray().Select(RecordedCase.Read)];
        List<string> problems = [];
        foreach (var recorded in cases)
        {
            problems.AddRange(await ProblemsAsync(replay, sdk, recorded, cases));
        }

        Assert.NotEmpty(cases);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Theory]
    [InlineData(KnownDifferences.Sdk6)]
    [InlineData(KnownDifferences.Sdk10)]
    public async Task Answers_every_synapse_byte_for_byte_as_the_axon_of_its_SDK_did(string sdk)
    {
        using var vectors = GoldenFile.Read($"wire/responses/axon_{sdk}.json.gz");
        using var replay = RecordedAxon.Open(vectors.RootElement);
        List<string> problems = [];
        foreach (var recorded in vectors.RootElement.GetProperty("success").EnumerateArray().Select(RecordedCase.Read))
        {
            var request = Assert.Single(RawRequest.ParseAll(recorded.Request!));
            var expected = Assert.Single(recorded.Answers);
            var answer = await replay.PlayAsync(recorded, request, expected, Cancel);
            if (expected.StatusCode == 200)
            {
                problems.AddRange(AnswerComparison.Compare(expected, answer).Select(problem => $"{recorded.Name}: {problem}"));
                problems.AddRange(AnswerComparison.CompareBytes(expected, answer).Select(problem => $"{recorded.Name}: {problem}"));
            }
            else if (answer.StatusCode != 200)
            {
                // SDK 10 fails on the Backward kinds that its own dendrite sends; this axon must not.
                problems.Add($"{recorded.Name}: {answer.StatusCode}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static async Task<IReadOnlyList<string>> ProblemsAsync(AxonReplay replay, string sdk, RecordedCase recorded, IEnumerable<RecordedCase> all)
    {
        if (RequestsOf(recorded, all) is not { } requests)
        {
            return recorded.Answers is [{ StatusCode: 400, IsJson: false }] ? [] : [$"{recorded.Name}: a web server refuses this, but the axon did not"];
        }

        List<string> problems = [];
        foreach (var (i, request) in requests.Index())
        {
            var expected = recorded.Answers.ElementAtOrDefault(i);
            var answer = await replay.PlayAsync(recorded, request, expected, Cancel);
            var differences = Differences(replay, recorded, expected, answer);
            var known = KnownDifferences.All.FirstOrDefault(known => known.Covers(sdk, recorded.Name) && differences.Count > 0);
            problems.AddRange(known is null ? differences : Unlike(known, recorded, answer));
        }

        return problems;
    }

    private static List<string> Differences(AxonReplay replay, RecordedCase recorded, RecordedAnswer? expected, AxonResponse answer)
    {
        if (expected is null)
        {
            return [$"{recorded.Name}: answered {answer.StatusCode} where nothing was answered: {Encoding.UTF8.GetString(answer.Body.Span)}"];
        }

        List<string> differences = [.. AnswerComparison.Compare(expected, answer).Select(difference => $"{recorded.Name}: {difference}")];
        if (recorded.ForwardCalled != (replay.ForwardCalls == 1))
        {
            differences.Add($"{recorded.Name}: the forward function was called {replay.ForwardCalls} times");
        }

        return differences;
    }

    private static IEnumerable<string> Unlike(KnownDifference known, RecordedCase recorded, AxonResponse answer)
    {
        var message = answer.Headers.Single(header => header.Key == "bt_header_axon_status_message").Value;
        var body = answer.Body.IsEmpty ? null : JsonNode.Parse(answer.Body.Span);
        if (answer.StatusCode != known.StatusCode || !known.Message.IsMatch(message))
        {
            yield return $"{recorded.Name}: answered {answer.StatusCode} '{message}' instead of {known.StatusCode} '{known.Message}'";
        }

        if (answer.StatusCode != 200 && body is not null && string.IsNullOrEmpty(body["message"]?.GetValue<string>()))
        {
            yield return $"{recorded.Name}: the body has no message";
        }
    }

    /// <summary>Null for what a web server refuses by itself.</summary>
    private static IReadOnlyList<RawRequest>? RequestsOf(RecordedCase recorded, IEnumerable<RecordedCase> all)
    {
        try
        {
            return recorded.Request is { } bytes ? RawRequest.ParseAll(bytes) : [TooLongToRecord(recorded, RawRequest.ParseAll(all.Single(one => one.Name == WholeRequest).Request!)[0])];
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static RawRequest TooLongToRecord(RecordedCase recorded, RawRequest whole)
    {
        var request = RecordedKeys.Sign(whole, recorded.Name);
        if (recorded.Name.Contains("header", StringComparison.Ordinal))
        {
            return request.With("x-padding", new string('x', recorded.RequestLength));
        }

        var padding = Encoding.ASCII.GetBytes($"{{\"padding\": \"{new string('x', recorded.RequestLength)}\", ");
        byte[] body = [.. padding, .. request.Body.AsSpan(1)];
        return request.With("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)) with { Body = body, DeclaredLength = body.Length };
    }
}
