using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Testing;
using Tsps.Validation.Asking;

namespace Tsps.Validation.Tests.Asking;

[Trait(Categories.Name, Categories.Unit)]
public sealed class AxonQuestionTests
{
    private static readonly StreamDefinition Stream = StreamDefinition.BtcUsd5m;
    private static readonly Guid Uuid = Guid.Parse("0F8FAD5B-D9CB-469F-A165-70867728950E");
    private static readonly Samples Candles = Samples.FromCandles(
        [.. Enumerable.Range(0, 150).Select(i => new Candle(i * Stream.IntervalMs, 100, 200 + i, 50 + i, 100 + i, i))], Stream.Interval);

    [Theory]
    [InlineData("Synapse", WireGeneration.V4, 12)]
    [InlineData("Synapse", WireGeneration.V6, 12)]
    [InlineData("LiveForward", WireGeneration.V4, 180)]
    [InlineData("LiveForward", WireGeneration.V6, 30)]
    [InlineData("LiveForwardHash", WireGeneration.V6, 30)]
    [InlineData("LiveBackward", WireGeneration.V4, 12)]
    [InlineData("TrainingForward", WireGeneration.V4, 30)]
    [InlineData("TrainingBackward", WireGeneration.V4, 30)]
    public void Has_the_name_the_uuid_and_the_timeout_of_the_reference(string name, WireGeneration generation, int seconds)
    {
        var question = AxonQuestion.Create(name, generation, Stream, Uuid, Candles);

        Assert.Equal((name, TimeSpan.FromSeconds(seconds)), (question.Synapse.Name, question.Timeout));
        Assert.Equal(name == "Synapse" ? null : "0f8fad5b-d9cb-469f-a165-70867728950e", (question.Synapse as StreamSynapse)?.RequestUuid);
        Assert.Equal(AxonQuestion.HasSamples(name, generation), (question.Synapse as StreamSynapse)?.Samples is not null);
    }

    [Theory]
    [InlineData("LiveForwardHash", WireGeneration.V4)]
    [InlineData("LiveBackward", WireGeneration.V6)]
    [InlineData("TrainingForward", WireGeneration.V6)]
    [InlineData("Unheard", WireGeneration.V4)]
    public void Refuses_what_the_generation_does_not_have(string name, WireGeneration generation)
    {
        var refusal = Assert.Throws<ArgumentException>("synapse", () => AxonQuestion.Create(name, generation, Stream, Uuid, Candles));

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_too_few_samples() =>
        Assert.Throws<ArgumentException>("samples", () => AxonQuestion.Create("LiveForward", WireGeneration.V4, Stream, Uuid, new Samples(1, new double[5])));

    [Fact]
    public void Sends_samples_as_they_are()
    {
        var sent = Decode(AxonQuestion.Create("LiveForward", WireGeneration.V4, Stream, Uuid, Candles));

        Assert.Equal([5, 150], sent.Shape);
        Assert.Equal(Candles.Values.ToArray(), sent.ToDoubles());
    }

    [Fact]
    public void Scales_samples_of_training_but_for_their_times()
    {
        var sent = Decode(AxonQuestion.Create("TrainingForward", WireGeneration.V4, Stream, Uuid, Candles)).ToDoubles();

        Assert.Equal(Candles.Row(SampleRow.CloseTime).ToArray(), sent[..150]);
        Assert.Equal(TrainingScaling.ScaleSamples(Candles).Values.ToArray(), sent);
    }

    [Fact]
    public void Sends_the_last_closes_as_what_came_true()
    {
        var live = Decode(AxonQuestion.Create("LiveBackward", WireGeneration.V4, Stream, Uuid, Candles));
        var training = Decode(AxonQuestion.Create("TrainingBackward", WireGeneration.V4, Stream, Uuid, Candles));

        Assert.Equal([100], live.Shape);
        Assert.Equal(Candles.Row(SampleRow.Close)[50..].ToArray(), live.ToDoubles());
        Assert.Equal(TrainingScaling.ScaleCloses(Candles.Row(SampleRow.Close)[50..]), training.ToDoubles());
    }

    private static Tensor Decode(AxonQuestion question) =>
        TensorCodec.Decode(Assert.IsAssignableFrom<StreamSynapse>(question.Synapse).Samples!, TensorLimits.Default);
}
