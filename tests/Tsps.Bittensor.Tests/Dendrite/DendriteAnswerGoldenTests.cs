using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Bittensor.Tests.Tensors;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Dendrite;

/// <summary>
/// The recorded answers, served on loopback: what the caller holds afterwards is what SDK 10 holds (wire specification, section 6).
/// Answers recorded with SDK 6 end as SDK 6 or SDK 10 has them, since one caller has one table of errors.
/// Rules of our own: redirects are not followed; null blocks count as empty ones; both spellings of element types are read; header names count in any letter case.
/// Names instead of addresses are not tried: an endpoint of the chain is an address.
/// </summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class DendriteAnswerGoldenTests
{
    private const string Six = "wire/responses/dendrite_672.json.gz";
    private const string Ten = "wire/responses/dendrite_1050.json.gz";

    [Fact]
    public async Task Answers_recorded_with_SDK_10_end_as_recorded()
    {
        using var vectors = GoldenFile.Read(Ten);
        await ForEachAsync(vectors, (vector, answer) => AssertAsRecorded(vector, answer, [vector]));
    }

    [Fact]
    public async Task Answers_recorded_with_SDK_6_end_as_with_either_SDK()
    {
        using var vectors = GoldenFile.Read(Six);
        using var others = GoldenFile.Read(Ten);
        var byName = others.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(vector => vector.GetProperty("name").GetString()!);
        await ForEachAsync(vectors, (vector, answer) =>
            AssertAsRecorded(vector, answer, byName.TryGetValue(vector.GetProperty("name").GetString()!, out var other) ? [vector, other] : [vector]));
    }

    [Theory]
    [InlineData(Six)]
    [InlineData(Ten)]
    public async Task One_bad_target_does_not_lose_the_others(string file)
    {
        using var vectors = GoldenFile.Read(file);
        await using var good = LoopbackPeer.Answering(FindAnswer(vectors, "ok"));
        await using var nullBlock = LoopbackPeer.Answering(FindAnswer(vectors, "body_axon_null"));
        var closed = new AxonEndpoint(IPAddress.Loopback, FreePort());
        foreach (var vector in vectors.RootElement.GetProperty("many_targets").EnumerateArray())
        {
            // Where the SDKs lost all answers there is no list; the middle one was the bad one.
            var hasList = vector.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Array;
            int?[] expected = hasList ? [.. result.EnumerateArray().Select(answer => RecordedResult.Status(answer.GetProperty("status_code")))] : [200, 200, 200];
            AxonEndpoint[] endpoints = hasList ? [.. expected.Select(status => status == 200 ? good.Endpoint : closed)] : [good.Endpoint, nullBlock.Endpoint, good.Endpoint];

            var answers = await AskAsync(LiveForward(), endpoints, TimeSpan.FromSeconds(30));

            Assert.Equal(expected, answers.Select(answer => answer.StatusCode));
            bool[] hasPredictions = hasList ? [.. result.EnumerateArray().Select(answer => answer.GetProperty("has_predictions").GetBoolean())] : [true, true, true];
            Assert.Equal(hasPredictions, answers.Select(answer => answer.Synapse.Predictions is not null));
        }
    }

    private static async Task ForEachAsync(JsonDocument vectors, Action<JsonElement, DendriteAnswer<Synapse>> assert)
    {
        var cases = vectors.RootElement.GetProperty("cases").EnumerateArray().Where(vector => !IsName(vector)).ToArray();
        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken }, async (vector, _) =>
        {
            var answer = await PlayAsync(vector);
            try
            {
                assert(vector, answer);
            }
            catch (Exception exception) when (exception is Xunit.Sdk.XunitException or FormatException)
            {
                failures.Add($"{vector.GetProperty("name").GetString()}: {answer.StatusCode} '{answer.StatusMessage}': {exception.Message}");
            }
        });
        Assert.True(failures.IsEmpty, string.Join('\n', failures));
    }

    private static void AssertAsRecorded(JsonElement vector, DendriteAnswer<Synapse> answer, JsonElement[] recorded)
    {
        if (IsRedirect(vector))
        {
            Assert.False(answer.IsSuccess);
            return;
        }

        JsonElement[] results = [.. recorded.Select(other => other.GetProperty("result")).Where(result => result.ValueKind == JsonValueKind.Object && result.TryGetProperty("dendrite", out _))];
        if (results.Length == 0)
        {
            // The SDKs lose the whole query here.
            Assert.True(answer.IsSuccess);
            return;
        }

        Assert.True(results.Any(result => RecordedResult.HasSameEnd(result, answer)), $"recorded: {string.Join(" or ", results.Select(result => result.GetProperty("dendrite").ToString()))}");
        var own = results[0];
        Assert.Equal(own.GetProperty("name").GetString(), answer.Synapse.Name);
        Assert.Contains(results, result => RecordedResult.HasSameStatusProperties(result, answer));
        if (answer.IsSuccess && RecordedResult.Status(own.GetProperty("dendrite"), "status_code") == 200)
        {
            RecordedResult.AssertSameSynapse(own, answer.Synapse);
        }
    }

    private static async Task<DendriteAnswer<Synapse>> PlayAsync(JsonElement vector)
    {
        var actions = vector.GetProperty("answer").EnumerateArray().ToArray();
        var bytes = AnswerBytes(vector, actions);
        actions = bytes.Length > 0 && IsWithoutBytes(vector) ? [JsonSerializer.SerializeToElement($"{bytes.Length} bytes")] : actions;
        await using var peer = new LoopbackPeer(connection => ActAsync(connection, actions, bytes));
        var endpoint = actions.Length > 0 ? peer.Endpoint : NobodyThere(vector);
        var name = RecordedResult.Text(vector.GetProperty("result"), "name") ?? nameof(LiveForward);
        var synapse = (ForwardSynapse)SynapseTypes.Find(name)!.Blank with { RequestUuid = RecordedResult.Text(vector.GetProperty("result"), "request_uuid") ?? "", StreamId = Stream, PredictionSize = 100 };
        var answers = await AskAsync<Synapse>(synapse, [endpoint], TimeSpan.FromSeconds(vector.GetProperty("timeout_argument").GetDouble()));
        return answers[0];
    }

    private static bool IsWithoutBytes(JsonElement vector) => vector.GetProperty("answer_b64").ValueKind == JsonValueKind.Null;

    /// <summary>Of a very large answer only the result is recorded: then a good answer is made that holds such a tensor.</summary>
    private static byte[] AnswerBytes(JsonElement vector, JsonElement[] actions)
    {
        if (!IsWithoutBytes(vector))
        {
            return vector.GetProperty("answer_b64").GetBytesFromBase64();
        }

        if (!actions.Any(action => action.ValueKind == JsonValueKind.String && action.GetString()!.EndsWith("bytes", StringComparison.Ordinal)))
        {
            return [];
        }

        var result = vector.GetProperty("result");
        int[] shape = [.. result.GetProperty("predictions").GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())];
        var spelling = result.GetProperty("predictions").GetProperty("dtype").GetString()!.StartsWith("torch.", StringComparison.Ordinal) ? TensorDtypeSpelling.Torch : TensorDtypeSpelling.Bare;
        var values = new double[shape.Aggregate(1, (product, length) => product * length)];
        var answer = LiveForward() with { Timeout = result.GetProperty("timeout").GetDouble(), Predictions = TensorCodec.Encode<double>(values, shape, spelling) };
        var body = new System.Buffers.ArrayBufferWriter<byte>();
        SynapseJson.Write(body, answer, SynapseJsonStyle.Answer);
        var blocks = new[] { ("axon", TerminalHeaders.AxonPrefix), ("dendrite", TerminalHeaders.DendritePrefix) };
        var headers = blocks.SelectMany(block => result.GetProperty(block.Item1).EnumerateObject()
            .Where(member => member.Value.ValueKind != JsonValueKind.Null && (block.Item1 == "axon" || member.Name != "process_time"))
            .Select(member => $"{block.Item2}{member.Name}: {member.Value}\r\n"));
        var head = $"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {body.WrittenCount}\r\n{string.Concat(headers)}\r\n";
        return [.. System.Text.Encoding.Latin1.GetBytes(head), .. body.WrittenSpan];
    }

    private static async Task ActAsync(LoopbackPeer.Connection connection, JsonElement[] actions, ReadOnlyMemory<byte> bytes)
    {
        foreach (var action in actions)
        {
            switch (action.ValueKind == JsonValueKind.Number ? "wait" : action.GetString()!.Split(' ')[^1])
            {
                case "wait":
                    await connection.WaitAsync(TimeSpan.FromSeconds(action.GetDouble()));
                    break;
                case "bytes":
                    var count = int.Parse(action.GetString()!.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
                    await connection.SendAsync(bytes[..count]);
                    bytes = bytes[count..];
                    break;
                case "reset":
                    connection.Reset();
                    break;
                default:
                    connection.Close();
                    break;
            }
        }
    }

    private static async Task<IReadOnlyList<DendriteAnswer<TSynapse>>> AskAsync<TSynapse>(TSynapse synapse, AxonEndpoint[] endpoints, TimeSpan timeout)
        where TSynapse : Synapse
    {
        using var keypair = Keypair.FromSeed(new byte[32]);
        using var client = new DendriteClient(keypair, new DendriteOptions { AllowPrivateAddresses = true }, TimeProvider.System, NullLogger<DendriteClient>.Instance);
        return await client.AskAsync(synapse, [.. endpoints.Select(endpoint => new DendriteTarget(keypair.Hotkey, endpoint))], timeout, TestContext.Current.CancellationToken);
    }

    private const string Stream = "BTCUSD-5m";

    private static LiveForward LiveForward() => new() { RequestUuid = "", StreamId = Stream, TopicId = 1, FeatureIds = [], PredictionSize = 100, SchemaId = 1 };

    private static byte[] FindAnswer(JsonDocument vectors, string name) =>
        vectors.RootElement.GetProperty("cases").EnumerateArray().First(vector => vector.GetProperty("name").GetString() == name).GetProperty("answer_b64").GetBytesFromBase64();

    /// <summary>The address stands in the recorded message.</summary>
    private static AxonEndpoint NobodyThere(JsonElement vector)
    {
        var address = Where().Match(RecordedResult.Text(vector.GetProperty("result").GetProperty("dendrite"), "status_message")!).Groups;
        var port = int.Parse(address["port"].Value, System.Globalization.CultureInfo.InvariantCulture);
        return new AxonEndpoint(IPAddress.Parse(address["ip"].Value), port == 0 ? 0 : FreePort());
    }

    private static bool IsName(JsonElement vector) =>
        vector.GetProperty("answer").GetArrayLength() == 0 && !Where().IsMatch(RecordedResult.Text(vector.GetProperty("result").GetProperty("dendrite"), "status_message")!);

    private static bool IsRedirect(JsonElement vector) =>
        vector.GetProperty("answer_b64") is { ValueKind: JsonValueKind.String } answer && answer.GetBytesFromBase64().AsSpan().StartsWith("HTTP/1.1 3"u8);

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"(?<ip>\d+\.\d+\.\d+\.\d+):(?<port>\d+)/")]
    private static partial Regex Where();
}
