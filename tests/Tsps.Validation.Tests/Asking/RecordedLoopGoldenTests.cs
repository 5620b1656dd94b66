using System.Text.Json;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Testing;
using Tsps.Validation.Asking;

namespace Tsps.Validation.Tests.Asking;

/// <summary>What the recorded loops of the reference send, and what they are set to (scoring specification, sections 6.1, 6.2, 6.7 and 6.8).</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class RecordedLoopGoldenTests
{
    private static readonly StreamDefinition Stream = StreamDefinition.BtcUsd5m;

    private static readonly Samples Candles = new(200, Enumerable.Range(1, Samples.RowCount * 200).Select(i => (double)i).ToArray());

    /// <summary>The names by which the reference's own code knows its questions.</summary>
    private static readonly Dictionary<string, string> Synapses = new()
    {
        ["live_proto"] = nameof(LiveForward),
        ["live_hash_proto"] = nameof(LiveForwardHash),
        ["results_backprop_proto"] = nameof(LiveBackward),
        ["training_proto"] = nameof(TrainingForward),
        ["training_backprop_proto"] = nameof(TrainingBackward),
    };

    [Theory]
    [InlineData("scoring/state_machine_v4.json", WireGeneration.V4)]
    [InlineData("scoring/state_machine_v6.json", WireGeneration.V6)]
    public void Asks_what_the_loop_asks(string path, WireGeneration generation)
    {
        using var file = GoldenFile.Read(path);
        var queries = file.RootElement.GetProperty("main_loop_runs").EnumerateObject()
            .SelectMany(run => run.Value.GetProperty("events").EnumerateArray())
            .Where(happened => happened.GetProperty("event").GetString() == "dendrite.query")
            .ToArray();
        Assert.All(queries, query => Check(query, Ask(query, generation, Candles)));
    }

    [Theory]
    [InlineData("scoring/rounds_v4.json.gz")]
    [InlineData("scoring/rounds_v4_256.json.gz")]
    public void Tells_miners_the_closes_as_the_loop_does_but_under_the_uuid_of_the_request_they_answered(string path)
    {
        using var file = GoldenFile.Read(path);
        var told = 0;
        foreach (var round in file.RootElement.GetProperty("scenarios").EnumerateArray().SelectMany(scenario => scenario.GetProperty("rounds").EnumerateArray()))
        {
            var scoring = round.GetProperty("scoring");
            foreach (var sent in scoring.GetProperty("live_backward").EnumerateArray())
            {
                var closes = round.GetProperty("truth_closes").GetProperty("values").AsDoubles();
                var fields = sent.GetProperty("fields");
                Assert.Equal(closes.Length, fields.GetProperty("samples").GetProperty("shape")[0].GetInt32());
                Assert.NotEqual(scoring.GetProperty("scored_request_uuid").GetString(), fields.GetProperty("request_uuid").GetString());
                if (closes.Length == Stream.PredictionSize)
                {
                    var asked = AxonQuestion.Create(sent.GetProperty("synapse").GetString()!, WireGeneration.V4, Stream, scoring.GetProperty("scored_request_uuid").GetGuid(), SamplesOf(closes));
                    Check(fields, asked);
                    Assert.Equal(sent.GetProperty("timeout").GetDouble(), asked.Timeout.TotalSeconds);
                    Assert.Equal(closes, Numbers(asked));
                    told++;
                }
            }
        }

        Assert.True(told > 0);
    }

    [Fact]
    public void Trains_miners_as_recorded_but_for_the_closes_which_are_scaled_by_their_own_bounds()
    {
        using var file = GoldenFile.Read("scoring/state_machine_v4.json");
        var sent = file.RootElement.GetProperty("training_request_run_directly").GetProperty("sent").EnumerateArray().ToDictionary(query => query.GetProperty("synapse").GetString()!);
        var forward = sent[nameof(TrainingForward)];
        var recorded = forward.GetProperty("samples");

        // The recorder's closes rise by the same step from candle to candle.
        var columns = recorded.GetProperty("shape")[1].GetInt32();
        var times = recorded.GetProperty("row_0_first_3").AsDoubles();
        var samples = SamplesOf([.. Enumerable.Range(0, columns).Select(step => 30_000.0 + step)], step => times[0] + (step * (times[1] - times[0])));
        var asked = Ask(forward, WireGeneration.V4, samples);
        Check(forward, asked);
        var numbers = Numbers(asked);
        Assert.Equal(Samples.RowCount * columns, numbers.Length);
        Assert.Equal(times, numbers[..times.Length]);
        Assert.Equal(recorded.GetProperty("row_1_first_3").AsDoubles(), numbers[columns..(columns + times.Length)]);

        var backward = sent[nameof(TrainingBackward)];
        var answer = Ask(backward, WireGeneration.V4, samples);
        Check(backward, answer);
        var scaled = Numbers(answer);
        var wrong = backward.GetProperty("samples").GetProperty("all").AsDoubles();
        Assert.Equal(wrong.Length, scaled.Length);
        Assert.All(wrong, close => Assert.False(close is >= 0.495 and <= 0.505));
        Assert.Equal((0.495, 0.505), (scaled[0], scaled[^1]));
    }

    [Fact]
    public void Settings_are_the_recorded_ones()
    {
        using var file = GoldenFile.Read("scoring/constants.json");
        var settings = new ValidatorSettings();
        foreach (var generation in file.RootElement.EnumerateObject())
        {
            var configuration = generation.Value.GetProperty("vali_config");
            Assert.Equal(configuration.GetProperty("HISTORICAL_DATA_LOOKBACK_DAYS_MIN").GetInt32(), settings.MinimumSampleDays);
            Assert.Equal(configuration.GetProperty("HISTORICAL_DATA_LOOKBACK_DAYS_MAX").GetInt32(), settings.MaximumSampleDays);
            Assert.Equal(TimeSpan.FromDays(configuration.GetProperty("DELETE_STALE_DATA").GetInt32()), settings.Retention);
            CheckLiterals(generation.Value.GetProperty("validator_literals"), Enum.Parse<WireGeneration>(generation.Name, ignoreCase: true), settings);
        }
    }

    private static void CheckLiterals(JsonElement literals, WireGeneration generation, ValidatorSettings settings)
    {
        foreach (var query in literals.GetProperty("query_timeouts_s").EnumerateArray())
        {
            var question = AxonQuestion.Create(Synapses[query.GetProperty("synapse").GetString()!], generation, Stream, Guid.Empty, Candles);

            // Written as 30, or as default (12).
            Assert.Equal(double.Parse(query.GetProperty("timeout").GetString()!.Split('(')[^1].TrimEnd(')'), null), question.Timeout.TotalSeconds);
        }

        if (generation == WireGeneration.V6)
        {
            var pauses = literals.GetProperty("sleep_s").EnumerateArray().Select(pause => TimeSpan.FromSeconds(double.Parse(pause.GetString()!, null))).ToArray();
            Assert.Contains(settings.HashPause, pauses);
            Assert.Contains(ScoringProfile.V6.WeightsEvery, pauses);
        }
    }

    private static AxonQuestion Ask(JsonElement query, WireGeneration generation, Samples samples) =>
        AxonQuestion.Create(query.GetProperty("synapse").GetString()!, generation, Stream, Guid.Empty, samples);

    private static void Check(JsonElement fields, AxonQuestion asked)
    {
        var synapse = (StreamSynapse)asked.Synapse;
        Assert.Equal(fields.GetProperty("stream_id").GetString(), synapse.StreamId);
        Assert.Equal(fields.GetProperty("topic_id").GetInt32(), synapse.TopicId);
        if (synapse is ForwardSynapse forward)
        {
            Assert.Equal(fields.GetProperty("schema_id").GetInt32(), forward.SchemaId);
            Assert.Equal(fields.GetProperty("prediction_size").GetInt32(), forward.PredictionSize);
            Assert.Equal(fields.GetProperty("feature_ids").AsDoubles(), forward.FeatureIds);
        }

        if (fields.TryGetProperty("timeout_s", out var timeout))
        {
            Assert.Equal(timeout.GetDouble(), asked.Timeout.TotalSeconds);
        }

        var hasSamples = fields.TryGetProperty("samples", out var samples);
        Assert.Equal(hasSamples, synapse.Samples is not null);
        if (hasSamples)
        {
            Assert.Equal(TensorDtypeSpelling.Torch, synapse.Samples!.Spelling);
            Assert.Equal(samples.GetProperty("dtype").GetString(), $"torch.{synapse.Samples.Dtype.ToString().ToLowerInvariant()}");
            Assert.Equal(samples.GetProperty("shape").GetArrayLength(), synapse.Samples.Shape.Count);
            Assert.Equal(samples.GetProperty("shape")[0].GetInt32(), synapse.Samples.Shape[0]);
        }
    }

    /// <summary>Samples with these closes; volume and the other prices are like them.</summary>
    private static Samples SamplesOf(double[] closes, Func<int, double>? time = null) =>
        new(closes.Length, Enumerable.Range(0, closes.Length).Select(time ?? (step => step)).Concat(Enumerable.Repeat(closes, Samples.RowCount - 1).SelectMany(row => row)).ToArray());

    private static double[] Numbers(AxonQuestion asked) => TensorCodec.Decode(((StreamSynapse)asked.Synapse).Samples!, TensorLimits.Default).ToDoubles();
}
