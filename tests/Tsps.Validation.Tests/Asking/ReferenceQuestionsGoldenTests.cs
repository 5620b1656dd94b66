using System.Text.Json;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;
using Tsps.Storage;
using Tsps.Testing;
using Tsps.Validation.Asking;
using Tsps.Validation.Outputs;

namespace Tsps.Validation.Tests.Asking;

/// <summary>What the recorded reference validator asks in a round, and how long it waits (wire specification, section 10).</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class ReferenceQuestionsGoldenTests
{
    private static readonly Samples Candles = new(200, Enumerable.Range(1, Samples.RowCount * 200).Select(i => (double)i).ToArray());

    [Fact]
    public void Generation_v4_waits_as_long_for_each_synapse()
    {
        using var recorded = GoldenFile.Read("wire/validator_v4.json.gz");
        CheckTimeouts(recorded.RootElement, WireGeneration.V4);
    }

    [Fact]
    public void Generation_v6_waits_as_long_for_each_synapse_and_between_the_two()
    {
        using var recorded = GoldenFile.Read("wire/validator_v6.json.gz");
        CheckTimeouts(recorded.RootElement, WireGeneration.V6);
        Assert.All(recorded.RootElement.GetProperty("sleeps_seconds").EnumerateArray(), pause => Assert.Equal(pause.GetDouble(), HashFirstQuery.DefaultWait.TotalSeconds));
        Assert.Equal(1, recorded.RootElement.GetProperty("request_uuid_shared").GetProperty("distinct_over_paths").GetInt32());
    }

    [Theory]
    [InlineData("wire/validator_v4.json.gz", WireGeneration.V4)]
    [InlineData("wire/validator_v6.json.gz", WireGeneration.V6)]
    public void Asks_with_the_recorded_contents(string file, WireGeneration generation)
    {
        using var recorded = GoldenFile.Read(file);
        var requests = recorded.RootElement.GetProperty("requests").EnumerateObject().ToDictionary(request => request.Name, request => ReadBody(request.Name, request.Value));
        var samples = requests.GetValueOrDefault(nameof(LiveForward)) is LiveForward { Samples: { } block } ? ReadSamples(block) : null;

        Assert.All(requests, request =>
        {
            var asked = (StreamSynapse)AxonQuestion.Create(request.Key, generation, StreamDefinition.BtcUsd5m, Guid.Parse(((StreamSynapse)request.Value).RequestUuid), samples).Synapse;
            var sent = (StreamSynapse)request.Value;
            Assert.Equal(Contents(sent), Contents(asked));

            // What is scaled or came true afterwards has the recorder's values; the question itself has the samples' to the bit.
            Assert.Equal(sent.Samples?.Dtype, asked.Samples?.Dtype);
            Assert.Equal(sent.Samples?.Shape.Count, asked.Samples?.Shape.Count);
            if (request.Key == nameof(LiveForward) && sent.Samples is { } exact)
            {
                Assert.Equal(exact.Buffer!.Value.ToArray(), asked.Samples!.Buffer!.Value.ToArray());
            }
        });
    }

    /// <summary>The kept answer's record, put together from what this validator keeps of a round.</summary>
    [Theory]
    [InlineData("wire/validator_v4.json.gz")]
    [InlineData("wire/validator_v6.json.gz")]
    public void Keeps_the_recorded_record_of_an_answer(string file)
    {
        using var vectors = GoldenFile.Read(file);
        var kept = vectors.RootElement.GetProperty("kept_record");
        var stream = StreamDefinition.BtcUsd5m;
        var answer = vectors.RootElement.GetProperty("answers").EnumerateArray().Single(answer => answer.GetProperty("kept").GetBoolean()
            && answer.GetProperty("hotkey").GetString() == kept.GetProperty("miner_uid").GetString());
        var start = kept.GetProperty("start").GetInt64();
        var answers = new RoundAnswers
        {
            StreamId = stream.Id,
            Slot = new RoundSlot(DateTimeOffset.FromUnixTimeMilliseconds(start)).Key,
            RequestUuid = kept.GetProperty("request_uuid").GetGuid(),
            StartMs = start,
            EndMs = start + (long)stream.Horizon.TotalMilliseconds,
            SampleColumns = 0,
            Replies = [new MinerReply(answer.GetProperty("hotkey").GetString()!, 0, null, null, null, null, answer.GetProperty("kept_values").AsDoubles(), null)],
        };

        var record = PredictionRecord.From(answers, stream, new Hotkey(kept.GetProperty("client_uuid").GetString()!));

        using var written = JsonDocument.Parse(LatestPredictions.Write(stream.WireId, record));
        Assert.Equal(JsonSerializer.Serialize(kept), JsonSerializer.Serialize(written.RootElement.GetProperty(stream.WireId)[0]));
        Assert.Equal(vectors.RootElement.GetProperty("minutes_from_start_to_end").GetDouble(), stream.Horizon.TotalMinutes);
    }

    private static Synapse ReadBody(string name, JsonElement request)
    {
        var bytes = request.GetProperty("one_raw_b64").GetBytesFromBase64();
        return SynapseJson.Read(SynapseTypes.Find(name)!, bytes.AsMemory(bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4));
    }

    private static Samples ReadSamples(TensorBlock block)
    {
        var tensor = TensorCodec.Decode(block, TensorLimits.Default);
        return new Samples(tensor.Shape[1], tensor.AsDoubles());
    }

    /// <summary>All but the tensors and what is each request's own.</summary>
    private static object Contents(StreamSynapse synapse) => synapse is ForwardSynapse forward
        ? (synapse.RequestUuid, synapse.StreamId, synapse.TopicId, forward.SchemaId, forward.PredictionSize, string.Join(' ', forward.FeatureIds))
        : (synapse.RequestUuid, synapse.StreamId, synapse.TopicId);

    private static void CheckTimeouts(JsonElement recorded, WireGeneration generation) =>
        Assert.All(recorded.GetProperty("queries").EnumerateArray(), query =>
        {
            var timeout = query.GetProperty("timeout_argument");
            var question = AxonQuestion.Create(query.GetProperty("synapse").GetString()!, generation, StreamDefinition.BtcUsd5m, Guid.Empty, Candles);

            Assert.Equal(timeout.ValueKind == JsonValueKind.Number ? timeout.GetDouble() : Synapse.DefaultTimeout, question.Timeout.TotalSeconds);
        });
}
