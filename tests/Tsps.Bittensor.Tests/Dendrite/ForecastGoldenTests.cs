using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Bittensor.Tests.Tensors;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Dendrite;

/// <summary>Which answers the reference validator kept: <c>wire/validator_v4</c> and <c>validator_v6</c>, played by peers on loopback.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class ForecastGoldenTests : IDisposable
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
    private readonly Keypair _keypair = Keypair.FromSeed(new byte[32]);
    private readonly DendriteClient _client;

    public ForecastGoldenTests() =>
        _client = new DendriteClient(_keypair, new DendriteOptions { AllowPrivateAddresses = true }, _time, NullLogger<DendriteClient>.Instance);

    public void Dispose()
    {
        _client.Dispose();
        _keypair.Dispose();
    }

    [Fact]
    public async Task Forecasts_of_generation_v4_are_kept_as_recorded()
    {
        using var vectors = GoldenFile.Read("wire/validator_v4.json.gz");
        var size = vectors.RootElement.GetProperty("standard_request").GetProperty("prediction_size").GetInt32();
        var cases = vectors.RootElement.GetProperty("answers").EnumerateArray().ToArray();
        await using var peers = new Peers(cases);
        var question = (LiveForward)SynapseTypes.Find(nameof(LiveForward))!.Blank with { PredictionSize = size };

        var answers = await _client.AskAsync(question, peers.Targets, TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        foreach (var (vector, answer) in cases.Zip(answers))
        {
            AssertAsRecorded(vector, answer, ForecastReader.Read(answer, size));
        }

        AssertIdentifiers(vectors.RootElement, peers);
    }

    [Fact]
    public async Task Forecasts_of_generation_v6_are_kept_when_they_match_their_commitments()
    {
        using var vectors = GoldenFile.Read("wire/validator_v6.json.gz");
        var size = vectors.RootElement.GetProperty("standard_request").GetProperty("prediction_size").GetInt32();
        var cases = vectors.RootElement.GetProperty("answers").EnumerateArray().ToArray();
        await using var peers = new Peers(cases);
        var question = (LiveForwardHash)SynapseTypes.Find(nameof(LiveForwardHash))!.Blank with { PredictionSize = size, RequestUuid = "one for both" };

        var asking = new HashFirstQuery(_client, _time).AskAsync(question, peers.Targets, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60), HashFirstQuery.DefaultWait, TestContext.Current.CancellationToken);
        while (await Task.WhenAny(asking, Task.Delay(10, TestContext.Current.CancellationToken)) != asking)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var answers = await asking;
        foreach (var (vector, answer) in cases.Zip(answers))
        {
            AssertAsRecorded(vector, answer.Forward, answer.Reading);
            Assert.Equal(answer.Hash.Synapse.HashedPredictions is null, answer.Forward is null);
        }

        AssertIdentifiers(vectors.RootElement, peers);
        Assert.Equal(1, vectors.RootElement.GetProperty("request_uuid_shared").GetProperty("distinct_over_paths").GetInt32());
        Assert.All(peers.Requests, request => Assert.Contains("one for both", Encoding.UTF8.GetString(request), StringComparison.Ordinal));
    }

    /// <summary>As recorded: each target has a nonce of its own, all share the uuid, and those of one path the request's uuid.</summary>
    private static void AssertIdentifiers(JsonElement vectors, Peers peers)
    {
        var requests = peers.Requests.Select(request => Encoding.UTF8.GetString(request)).ToArray();
        foreach (var path in requests.GroupBy(request => request.Split(' ', '/')[2]))
        {
            var recorded = vectors.GetProperty("distinct_nonces_per_path").GetProperty(path.Key).GetInt32();
            Assert.Equal(recorded == vectors.GetProperty("requests").GetProperty(path.Key).GetProperty("targets").GetInt32(), path.Select(request => Value(request, "nonce")).Distinct().Count() == path.Count());
            Assert.Equal(vectors.GetProperty("request_uuid_shared").GetProperty("distinct_per_path").GetProperty(path.Key).GetInt32(), path.Select(RequestUuid).Distinct().Count());
        }

        Assert.Equal(vectors.GetProperty("distinct_dendrite_uuids").GetInt32(), requests.Select(request => Value(request, "uuid")).Distinct().Count());

        static string RequestUuid(string request)
        {
            using var body = JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
            return body.RootElement.GetProperty("request_uuid").GetString()!;
        }

        static string Value(string request, string name) => request.Split("\r\n").Single(line => line.StartsWith($"bt_header_dendrite_{name}:", StringComparison.Ordinal));
    }

    private static void AssertAsRecorded(JsonElement vector, DendriteAnswer<LiveForward>? answer, ForecastReading reading)
    {
        var name = vector.GetProperty("name").GetString();
        var isKept = vector.GetProperty("kept").GetBoolean();
        Assert.Equal(reading.Predictions is null, reading.Refusal is not null);
        if (!isKept && answer?.Synapse.Predictions?.Spelling == TensorDtypeSpelling.Bare)
        {
            // Recorded with SDK 6, which reads one spelling only; here both are read.
            return;
        }

        Assert.True(isKept == reading.Refusal is null, $"{name}: {reading.Refusal ?? "kept"}");
        if (isKept)
        {
            var dtype = vector.GetProperty("kept_dtype");
            var values = vector.GetProperty("kept_values");
            using var shape = JsonDocument.Parse($"[{values.GetArrayLength()}]");
            Assert.True(TensorVectors.AreSame(TensorVectors.ReadTensor(dtype, shape.RootElement, values), reading.Predictions!), name);
        }
    }

    /// <summary>One peer a recorded answer: on the path of the hash it gives the hash, else the forecast; without either it closes.</summary>
    private sealed class Peers : IAsyncDisposable
    {
        private readonly LoopbackPeer[] _peers;

        public Peers(JsonElement[] cases)
        {
            _peers = [.. cases.Select(vector => new LoopbackPeer(connection => AnswerAsync(vector, connection)))];
            Targets = [.. cases.Zip(_peers, (vector, peer) => new DendriteTarget(new Hotkey(vector.GetProperty("hotkey").GetString()!), peer.Endpoint))];
        }

        public DendriteTarget[] Targets { get; }

        public IEnumerable<byte[]> Requests => _peers.SelectMany(peer => peer.Requests);

        public async ValueTask DisposeAsync()
        {
            foreach (var peer in _peers)
            {
                await peer.DisposeAsync();
            }
        }

        private static async Task AnswerAsync(JsonElement vector, LoopbackPeer.Connection connection)
        {
            var isHash = connection.Request.AsSpan().StartsWith("POST /LiveForwardHash "u8);
            var answer = vector.GetProperty(isHash ? "hash_answer_b64" : "forward_answer_b64");
            if (answer.ValueKind == JsonValueKind.String)
            {
                await connection.SendAsync(answer.GetBytesFromBase64());
            }
            else
            {
                connection.Close();
            }
        }
    }
}
