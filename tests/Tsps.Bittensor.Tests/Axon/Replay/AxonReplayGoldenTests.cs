using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Bittensor.Tests.Dendrite;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon.Replay;

[Trait(Categories.Name, Categories.Golden)]
public sealed class AxonReplayGoldenTests
{
    private const int Unverified = 401;

    /// <summary>Digits, sign, point and exponent.</summary>
    private const int LongestDouble = 24;

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
            problems.AddRange(OtherCalls(replay, recorded, request, 0, 1));
            Assert.Equal(recorded.CallerSeen, replay.CallerSeen?.Address);
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

    [Theory]
    [InlineData(KnownDifferences.Sdk6)]
    [InlineData(KnownDifferences.Sdk10)]
    public async Task Answers_every_odd_request_as_the_axon_of_its_SDK_did_or_as_listed(string sdk)
    {
        using var vectors = GoldenFile.Read($"wire/requests/variations_{sdk}.json");
        using var axon = GoldenFile.Read($"wire/responses/axon_{sdk}.json.gz");
        using var replay = RecordedAxon.Open(axon.RootElement);
        RecordedCase[] cases = [.. vectors.RootElement.GetProperty("cases").EnumerateArray().Where(element => element.TryGetProperty("request_b64", out _)).Select(RecordedCase.Read)];
        List<string> problems = [];
        foreach (var recorded in cases)
        {
            problems.AddRange(await ProblemsAsync(replay, sdk, recorded with { Name = $"variations/{recorded.Name}" }, cases));
        }

        Assert.NotEmpty(cases);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    /// <summary>SDK 6 handles several at once and SDK 10 one after the other; this axon does as SDK 6.</summary>
    [Theory]
    [InlineData(KnownDifferences.Sdk6)]
    [InlineData(KnownDifferences.Sdk10)]
    public async Task Handles_requests_that_come_at_once_side_by_side(string sdk)
    {
        using var vectors = GoldenFile.Read($"wire/responses/axon_{sdk}.json.gz");
        int[] recorded = [.. vectors.RootElement.GetProperty("concurrency").GetProperty("three_requests_each_sleeping_1_s").EnumerateArray()
            .Select(answer => int.Parse(answer.GetProperty("status").GetString()!.Split(' ')[1], CultureInfo.InvariantCulture))];
        var meeting = new MeetingPoint(recorded.Length);
        var pipeline = new AxonPipeline(
            SampleRequests.AxonSigner,
            [AxonRoute.To(meeting, AdmissionChain.Everybody)],
            new InMemoryNonceStore(TimeProvider.System),
            new StakePriority(FixedMetagraph.Of(), []),
            new AxonOptions { Concurrency = recorded.Length },
            TimeProvider.System,
            NullLogger<AxonPipeline>.Instance);

        var answers = await Task.WhenAll(recorded.Select(async (_, number) =>
            await pipeline.AnswerAsync(SampleRequests.Make(SampleRequests.Hash, SdkVersion.Six, number).ToAxonRequest(4711), Cancel)));

        Assert.Equal(recorded, answers.Select(answer => answer.StatusCode));
    }

    /// <summary>The large request's answer: its head, its body's length, and what the caller makes of it.</summary>
    [Theory]
    [InlineData("wire/requests/full_5x7200_672.json.gz")]
    [InlineData("wire/requests/full_5x7200_1050.json.gz")]
    public async Task Answers_a_full_request_as_the_axon_of_its_SDK_did(string file)
    {
        using var vectors = GoldenFile.Read(file);
        var recorded = RecordedCase.ReadFull(vectors.RootElement);
        var expected = Assert.Single(recorded.Answers);
        var closes = vectors.RootElement.GetProperty("dendrite_result").GetProperty("predictions").GetProperty("values").AsDoubles();
        using var replay = new AxonReplay(RecordedKeys.Axon, _ => [AxonRoute.To(new Forecast(closes), AdmissionChain.Everybody)]);

        var request = Assert.Single(RawRequest.ParseAll(recorded.Request!));

        using var answer = await replay.PlayAsync(recorded, request, expected, Cancel);

        Assert.Empty(AnswerComparison.CompareHead(expected, answer));
        var ofTimes = vectors.RootElement.GetProperty("sdk").GetString()!.Contains(" 10", StringComparison.Ordinal) ? LongestDouble : 0;
        Assert.InRange(answer.Body.Length, vectors.RootElement.GetProperty("response_body_bytes").GetInt32() - ofTimes, vectors.RootElement.GetProperty("response_body_bytes").GetInt32() + ofTimes);
        var taken = await RecordedExchange.PlayAsync(request, expected.WithBody(answer.Body.ToArray()).ToBytes(), Cancel);
        RecordedResult.AssertSame(vectors.RootElement.GetProperty("dendrite_result"), taken);
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
            if ((expected?.StatusCode == Unverified) == (answer.StatusCode == Unverified))
            {
                problems.AddRange(OtherCalls(replay, recorded, request, i, requests.Count));
            }
        }

        return problems;
    }

    /// <summary>The recorded axon has neither function for the ping; this one ranks its callers, but admits all.</summary>
    private static IEnumerable<string> OtherCalls(AxonReplay replay, RecordedCase recorded, RawRequest request, int number, int of)
    {
        if (recorded.FunctionsCalled is not { } called)
        {
            return [];
        }

        var each = called.Count / of;
        var expected = string.Join(' ', called.Skip(number * each).Take(each));
        var actual = string.Join(' ', replay.FunctionsCalled);
        return expected == actual || (expected.Length == 0 && actual == "priority" && request.Path.StartsWith("/Synapse", StringComparison.Ordinal))
            ? []
            : [$"{recorded.Name}: called [{actual}] instead of [{expected}]"];
    }

    private static List<string> Differences(AxonReplay replay, RecordedCase recorded, RecordedAnswer? expected, AxonResponse answer)
    {
        if (expected is null)
        {
            return [$"{recorded.Name}: answered {answer.StatusCode} where nothing was answered: {Encoding.UTF8.GetString(answer.Body.Span)}"];
        }

        List<string> differences = [.. AnswerComparison.Compare(expected, answer).Select(difference => $"{recorded.Name}: {difference}")];
        if (recorded.ForwardCalled is { } called && called != (replay.ForwardCalls == 1))
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

    /// <summary>Lets nobody go before all have come.</summary>
    private sealed class MeetingPoint(int number) : ISynapseHandler<LiveForwardHash>
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _missing = number;

        public async ValueTask<LiveForwardHash> HandleAsync(LiveForwardHash synapse, AxonCall call, CancellationToken cancellationToken)
        {
            if (Interlocked.Decrement(ref _missing) == 0)
            {
                _all.SetResult();
            }

            await _all.Task.WaitAsync(cancellationToken);
            return synapse;
        }
    }

    private sealed class Forecast(double[] closes) : ISynapseHandler<LiveForward>
    {
        public ValueTask<LiveForward> HandleAsync(LiveForward synapse, AxonCall call, CancellationToken cancellationToken) =>
            ValueTask.FromResult(synapse with { Predictions = TensorCodec.Encode<double>(closes, [closes.Length], call.Spelling) });
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
