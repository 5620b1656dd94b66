using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;
using Tsps.Mining.Handlers;
using Tsps.Testing;

namespace Tsps.Mining.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class TrainingForwardHandlerTests
{
    private static readonly AxonCall Call = new(new Hotkey("5Caller"), DateTimeOffset.UnixEpoch, TensorDtypeSpelling.Torch, TensorLimits.Default);

    [Fact]
    public async Task Samples_that_cannot_be_read_are_refused_though_no_draw_depends_on_them()
    {
        var samples = new TensorBlock("AAAA"u8.ToArray(), TensorDtype.Float64, TensorDtypeSpelling.Torch, [1L << 40]);

        await Assert.ThrowsAsync<TensorFormatException>(async () => await AskAsync(samples));
    }

    [Fact]
    public async Task Missing_samples_are_answered_as_by_the_reference() =>
        Assert.NotNull((await AskAsync(null)).Predictions);

    private static async Task<TrainingForward> AskAsync(TensorBlock? samples)
    {
        var question = new TrainingForward { RequestUuid = "r", StreamId = "BTCUSD-5m", TopicId = 1, FeatureIds = [0.001], PredictionSize = 100, SchemaId = 1, Samples = samples };
        return await new TrainingForwardHandler().HandleAsync(question, Call, TestContext.Current.CancellationToken);
    }
}
