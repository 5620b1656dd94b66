using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Bittensor.Tests.Tensors;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>Every pair of SDKs of <c>wire/compat.json</c>, with this axon in the place of the recorded one.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class CompatibilityGoldenTests
{
    private const int Success = 200;
    private const int Unverified = 401;
    private const int Forbidden = 403;

    /// <summary>Answered by the SDKs' web frameworks, which set no header of theirs, or that of a success.</summary>
    private const int Unreadable = 422;

    private const string Ping = "ping";

    /// <summary>Answered as the axon of the caller's own SDK does, whichever axon was recorded.</summary>
    private const string AsOfTheCallersSdk = "raw_required_field_headers_missing";

    private static readonly string Zeros = new('0', 64);

    private long _nonce;
    private int _calls;

    /// <summary>The SDKs fail on each other's tensors, and SDK 10 on the Backward kinds; this axon serves what any of them sends.</summary>
    [Fact]
    public async Task Serves_every_synapse_to_the_dendrites_of_all_SDKs()
    {
        using var vectors = GoldenFile.Read("wire/compat.json");
        foreach (var pair in vectors.RootElement.GetProperty("pairs").EnumerateArray())
        {
            var (version, spelling) = Dendrite(pair);
            foreach (var (result, seen) in Results(pair).Zip(Seen(pair)).Where(both => IsSynapse(both.First.Name)))
            {
                var request = Request(result.Name, version, spelling);
                var handled = _calls;
                var raw = SampleRequests.Make(request, version, ++_nonce);
                using var answer = await AskAsync(Open(result.Row), raw);

                Assert.Equal(Success, answer.StatusCode);
                AssertChecked(seen, raw, answer);
                AssertSameStatus(result.Row, seen, answer);
                Assert.Equal(result.Name == Ping ? handled : handled + 1, _calls);
                AssertAnswer(result.Row, SynapseJson.Read(SynapseTypes.Of(request), answer.Body), HasTensor(request) ? spelling : version.Spelling);
            }
        }
    }

    [Fact]
    public async Task Answers_crafted_requests_as_recorded()
    {
        using var vectors = GoldenFile.Read("wire/compat.json");
        var pairs = vectors.RootElement.GetProperty("pairs").EnumerateArray().ToArray();
        foreach (var pair in pairs)
        {
            var (version, _) = Dendrite(pair);
            var ownPair = pairs.Single(other => IsAmongItsOwn(other) && Text(other, "dendrite") == Text(pair, "dendrite"));
            var own = Results(ownPair).Zip(Seen(ownPair)).ToDictionary(both => both.First.Name, both => (both.First.Row, Seen: both.Second));
            var axon = Open(default);
            RawRequest? last = null;
            foreach (var ((name, row), seen) in Results(pair).Zip(Seen(pair)).Where(both => !IsSynapse(both.First.Name)))
            {
                last = Craft(name, version, last);
                _calls = 0;
                using var answer = await AskAsync(axon, last);

                var expected = name == AsOfTheCallersSdk ? own[name].Row : row;
                Assert.True(expected.GetProperty("status_code").GetInt32() == answer.StatusCode, $"{name}: {answer.StatusCode}");
                AssertChecked(seen, last, answer);
                AssertSameStatus(expected, name == AsOfTheCallersSdk ? own[name].Seen : seen, answer);
                if (Text(own[name].Seen, "reason") is { } reason)
                {
                    Assert.Equal(Comparable("Not Verified with error: " + reason), Comparable(Message(answer)));
                }

                Assert.Equal(seen.TryGetProperty("forward", out var forward) && forward.GetBoolean() ? 1 : 0, _calls);
                if (Text(row, "message") is not null)
                {
                    Assert.Contains(Comparable(Message(answer)), new[] { row, own[name].Row }.Select(one => Comparable(Text(one, "message")!)));
                }
            }
        }
    }

    /// <summary>Where the recorded axon got as far as a check, it ends here as there.</summary>
    private static void AssertChecked(JsonElement seen, RawRequest request, AxonResponse answer)
    {
        Assert.Equal(seen.GetProperty("path").GetString(), request.Path);
        if (seen.TryGetProperty("blacklisted", out var blacklisted))
        {
            Assert.Equal(blacklisted.GetBoolean(), answer.StatusCode == Forbidden);
        }

        if (seen.TryGetProperty("verified", out var verified))
        {
            Assert.Equal(verified.GetBoolean(), answer.StatusCode != Unverified);
        }
    }

    /// <summary>Where the recorded pair understood each other: what its axon answered, and its headers too where they repeat it.</summary>
    private static void AssertSameStatus(JsonElement row, JsonElement seen, AxonResponse answer)
    {
        var repeated = answer.Headers.Single(header => header.Key == "bt_header_axon_status_code").Value;
        Assert.Equal($"{answer.StatusCode}", repeated);
        if (row.GetProperty("ok").GetBoolean())
        {
            var status = seen.GetProperty("status").GetInt32();
            Assert.Equal(status, answer.StatusCode);
            string?[] tellings = status == Unreadable ? [$"{Success}", null] : [repeated];
            Assert.Contains(Text(seen, "bt_status"), tellings);
        }
    }

    private static void AssertAnswer(JsonElement row, Synapse answer, TensorDtypeSpelling spelling)
    {
        Assert.Equal(Text(row, "hashed_predictions"), (answer as LiveForwardHash)?.HashedPredictions);
        Assert.Equal(row.GetProperty("ok").GetBoolean() ? Text(row, "received") : answer is BackwardSynapse ? $"{true}" : null, (answer as BackwardSynapse)?.Received?.ToString());
        if (Predictions(answer) is { } predictions)
        {
            Assert.Equal(spelling, predictions.Spelling);
            var forecast = TensorCodec.Decode(predictions, TensorLimits.Default);
            Assert.True(TensorVectors.AreSame(Forecast(row), forecast), "The forecast is another.");
            Assert.Equal(IsFinite(row), forecast.ToDoubles().All(double.IsFinite));
            if (row.GetProperty("predictions") is { ValueKind: JsonValueKind.Object } recorded && !recorded.TryGetProperty("error", out _))
            {
                Assert.Equal(recorded.GetProperty("numpy_dtype").GetString(), forecast.Dtype.ToString().ToLowerInvariant());
            }
        }
    }

    private static Synapse Request(string name, SdkVersion version, TensorDtypeSpelling spelling)
    {
        var parts = name.Split('/');
        var synapse = SampleRequests.Synapses(spelling).Single(synapse => synapse.Name == (name == Ping ? nameof(Synapse) : parts[1]));
        return parts[0] == "v6" && synapse is LiveForward forward ? forward with { Samples = null } : synapse;
    }

    private RawRequest Craft(string name, SdkVersion version, RawRequest? last)
    {
        var request = SampleRequests.Make(Request("v6/LiveForward", version, version.Spelling), version, ++_nonce);
        switch (name)
        {
            case "raw_ok":
                return request;
            case "raw_replay":
                return last!;
            case "raw_bad_signature":
                return request.With("bt_header_dendrite_signature", "0x" + new string('8', 128));
            case "raw_signed_for_other_axon":
                return SampleRequests.Sign(request, SampleRequests.Caller, Synapse.EmptyBodyHash);
            case "raw_unknown_hotkey":
                using (var stranger = SampleRequests.KeyOf(9))
                {
                    return SampleRequests.Make(Request("v6/LiveForward", version, version.Spelling), version, ++_nonce, stranger);
                }

            case "unknown_path":
                return request with { Path = "/NoSuchSynapse" };
            case "raw_body_hash_mismatch":
                return SampleRequests.Sign(request, SampleRequests.Axon, Zeros).With("computed_body_hash", Zeros);
            case "raw_body_not_json":
                return request with { Body = "no JSON"u8.ToArray(), DeclaredLength = "no JSON".Length };
            case AsOfTheCallersSdk:
                return request with { Headers = [.. request.Headers.Where(header => !header.Key.StartsWith(TerminalHeaders.InputPrefix, StringComparison.Ordinal))] };
            case "raw_upper_case_header_names":
                return request with { Headers = [.. request.Headers.Select(header => KeyValuePair.Create(header.Key.ToUpperInvariant(), header.Value))] };
            default:
                throw new InvalidDataException($"The request '{name}' is not known here.");
        }
    }

    private AxonPipeline Open(JsonElement row)
    {
        var metagraph = FixedMetagraph.Of((SampleRequests.Caller, 1m));
        var policy = new RegisteredHotkeyPolicy(metagraph);
        var clock = new RecordedClock();
        return new AxonPipeline(
            SampleRequests.AxonSigner,
            [
                AxonRoute.To(new Handler<LiveForward>(this, request => request with { Predictions = Encode(row) }), policy),
                AxonRoute.To(new Handler<LiveBackward>(this, request => request with { Received = true }), policy),
                AxonRoute.To(new Handler<TrainingForward>(this, request => request with { Predictions = Encode(row) }), policy),
                AxonRoute.To(new Handler<TrainingBackward>(this, request => request with { Received = true }), policy),
                AxonRoute.To(new Handler<LiveForwardHash>(this, request => request with { HashedPredictions = Text(row, "hashed_predictions") }), policy),
            ],
            new InMemoryNonceStore(clock),
            new StakePriority(metagraph, []),
            new AxonOptions(),
            clock,
            NullLogger<AxonPipeline>.Instance);
    }

    /// <summary>As much of the recorded forecast as is known; another where none came or none could be read.</summary>
    private static Tensor Forecast(JsonElement row)
    {
        if (row.ValueKind == JsonValueKind.Undefined || !row.TryGetProperty("predictions", out var predictions) || Text(predictions, "first") is null)
        {
            return Tensor.Of([42.5], [1]);
        }

        int[] shape = [.. predictions.GetProperty("numpy_shape").EnumerateArray().Select(length => length.GetInt32())];
        var closes = new double[shape.Aggregate(1, (product, length) => product * length)];
        closes[0] = predictions.GetProperty("first").AsDouble();
        closes[^1] = predictions.GetProperty("last").AsDouble();
        return Tensor.Of(closes, shape);
    }

    /// <summary>Where no forecast came or none could be read, this one's is.</summary>
    private static bool IsFinite(JsonElement row) =>
        !row.TryGetProperty("predictions", out var predictions) || predictions.ValueKind != JsonValueKind.Object || !predictions.TryGetProperty("all_finite", out var finite) || finite.GetBoolean();

    private static TensorBlock Encode(JsonElement row) => TensorCodec.Encode(Forecast(row), TensorDtypeSpelling.Torch);

    private static TensorBlock? Predictions(Synapse synapse) => synapse switch
    {
        LiveForward live => live.Predictions ?? throw new InvalidDataException("The answer has no forecast."),
        TrainingForward training => training.Predictions ?? throw new InvalidDataException("The answer has no forecast."),
        _ => null,
    };

    private static bool HasTensor(Synapse request) => request is StreamSynapse { Samples: not null };

    private static bool IsSynapse(string name) => name == Ping || name.Contains('/', StringComparison.Ordinal);

    private static bool IsAmongItsOwn(JsonElement pair) => Text(pair, "axon") == Text(pair, "dendrite");

    private static (SdkVersion Version, TensorDtypeSpelling Spelling) Dendrite(JsonElement pair)
    {
        var name = Text(pair, "dendrite")!;
        var version = name.StartsWith("6.", StringComparison.Ordinal) ? SdkVersion.Six : SdkVersion.Ten;
        return (version, name.Contains("USE_TORCH=1", StringComparison.Ordinal) ? TensorDtypeSpelling.Torch : version.Spelling);
    }

    private static IEnumerable<(string Name, JsonElement Row)> Results(JsonElement pair) =>
        pair.GetProperty("results").EnumerateArray().Select(row => (row.GetProperty("name").GetString()!, row));

    private static JsonElement.ArrayEnumerator Seen(JsonElement pair) => pair.GetProperty("axon_saw").EnumerateArray();

    private static async Task<AxonResponse> AskAsync(AxonPipeline axon, RawRequest request) =>
        await axon.AnswerAsync(request.ToAxonRequest(4711), TestContext.Current.CancellationToken);

    private static string Message(AxonResponse answer)
    {
        using var body = JsonDocument.Parse(answer.Body);
        return Text(body.RootElement, "message") ?? "";
    }

    private static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var text) && text.ValueKind != JsonValueKind.Null ? text.ToString() : null;

    /// <summary>Without what is another in every request.</summary>
    private static string Comparable(string message) => Changing().Replace(message, "$1");

    [GeneratedRegex("(Signature mismatch|Could not parse headers|blacklisted:|#).*", RegexOptions.Singleline)]
    private static partial Regex Changing();

    private sealed class Handler<TSynapse>(CompatibilityGoldenTests test, Func<TSynapse, TSynapse> answer) : ISynapseHandler<TSynapse>
        where TSynapse : Synapse
    {
        public ValueTask<TSynapse> HandleAsync(TSynapse synapse, AxonCall call, CancellationToken cancellationToken)
        {
            test._calls++;
            if (synapse is StreamSynapse { Samples: { } samples })
            {
                call.Decode(samples);
            }

            return ValueTask.FromResult(answer(synapse));
        }
    }
}
