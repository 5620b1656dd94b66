using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Mining.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class LiveForwardHandlerTests(AzuriteFixture azurite)
{
    private static readonly AxonCall Call = new(new Hotkey("5Caller"), DateTimeOffset.UnixEpoch, TensorDtypeSpelling.Torch, TensorLimits.Default);

    private readonly MinerWorld _world = new(azurite);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_as_many_closes_as_asked_for_in_the_callers_spelling()
    {
        var answer = await _world.NewForward().HandleAsync(Question(Tensor.Of([1d, 2, 10, 20, 30, 40, 50, 60, 70, 80], 5, 2), 7), Call, Token);

        var closes = TensorCodec.Decode(answer.Predictions!, TensorLimits.Default);
        Assert.Equal(TensorDtypeSpelling.Torch, answer.Predictions!.Spelling);
        Assert.Equal(Enumerable.Repeat(20d, 7), closes.ToDoubles());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(8_193)]
    public async Task A_size_that_makes_no_sense_is_refused(long size)
    {
        var refused = await RefuseAsync("last-close", Question(Tensor.Of([1d, 2, 3, 4, 5], 5, 1), size));
        Assert.Contains("prediction_size", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_of_another_shape_are_refused()
    {
        Assert.Contains("[4, 1]", (await RefuseAsync("last-close", Question(Tensor.Of([1d, 2, 3, 4], 4, 1), 100))).Message, StringComparison.Ordinal);
        Assert.Contains("[5]", (await RefuseAsync("last-close", Question(Tensor.Of([1d, 2, 3, 4, 5], 5), 100))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_columns_for_the_model_are_refused_with_how_many_it_needs()
    {
        var refused = await RefuseAsync("lstm50", Question(Tensor.Of(new double[5 * 99], 5, 99), 100));
        Assert.Equal(500, refused.StatusCode);
        Assert.Contains("100", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_samples_the_miner_forecasts_the_streams_closes_from_its_own_candles_whatever_number_is_asked_for()
    {
        var answer = await _world.NewForward().HandleAsync(Question(null, 3), Call, Token);

        Assert.Equal(Enumerable.Repeat(42_000.5, 100), TensorCodec.Decode(answer.Predictions!, TensorLimits.Default).ToDoubles());
    }

    [Fact]
    public async Task Without_samples_only_a_known_stream_is_forecast()
    {
        var refused = await RefuseAsync("last-close", Question(null, 3) with { StreamId = "ETHUSD-5m" });
        Assert.Equal(500, refused.StatusCode);
        Assert.Contains("BTCUSD-5m", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The call comes at minute 0, when v6 validators ask for hashes alone.</summary>
    [Fact]
    public async Task Without_samples_and_outside_the_minutes_for_that_it_says_what_admission_does_and_looks_at_nothing()
    {
        var settings = MinerWorld.Settings() with { BareForwardMinutes = AllowedMinutesPolicy.LiveForward };
        await _world.Commitments.AddAsync(Call.Caller.Address, Question(null, 3).StreamId, Question(null, 3).RequestUuid, [1, 2], _world.Clock.GetUtcNow().AddHours(1), Token);
        var before = _world.TableRequests;

        var refused = await Assert.ThrowsAsync<SynapseFailedException>(async () => await _world.NewForward(settings: settings).HandleAsync(Question(null, 3), Call, Token));

        Assert.Equal((403, "Forbidden. Key is blacklisted: 5Caller."), (refused.StatusCode, refused.Message));
        Assert.Equal("minute 0 of the hour is closed to LiveForward", refused.LogReason);
        Assert.Equal(before, _world.TableRequests);
    }

    [Theory]
    [InlineData(true, 0, false)]
    [InlineData(false, 3, false)]
    [InlineData(false, 30, true)]
    public async Task With_samples_in_time_or_from_an_allowed_caller_it_is_answered(bool hasSamples, int minute, bool isAllowed)
    {
        var settings = MinerWorld.Settings() with { BareForwardMinutes = AllowedMinutesPolicy.LiveForward, AllowedHotkeys = isAllowed ? [Call.Caller] : [] };
        var call = Call with { ReceivedAt = DateTimeOffset.UnixEpoch.AddMinutes(minute) };

        var answer = await _world.NewForward(settings: settings).HandleAsync(Question(hasSamples ? Tensor.Of([1d, 2, 3, 4, 5], 5, 1) : null, 3), call, Token);

        Assert.NotNull(answer.Predictions);
    }

    [Fact]
    public async Task Without_samples_and_candles_the_caller_is_told_to_come_again()
    {
        _world.Candles.IsAway = true;
        var refused = await RefuseAsync("last-close", Question(null, 3));
        Assert.Equal(503, refused.StatusCode);
        Assert.Contains("candles", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hostile_tensor_is_refused_without_a_look_into_storage_though_there_is_a_commitment()
    {
        var question = Question(null, 100) with { Samples = new TensorBlock("kZGRkZGRkZGRkZGR"u8.ToArray(), TensorDtype.Float64, TensorDtypeSpelling.Torch, [5, 7200]) };
        await _world.Commitments.AddAsync(Call.Caller.Address, question.StreamId, question.RequestUuid, [1, 2], _world.Clock.GetUtcNow().AddHours(1), Token);
        var before = _world.TableRequests;

        await Assert.ThrowsAsync<TensorFormatException>(() => _world.NewForward().HandleAsync(question, Call, Token).AsTask());

        Assert.Equal(before, _world.TableRequests);
        Assert.True(before > 0);
    }

    private static LiveForward Question(Tensor? samples, long size) => new()
    {
        RequestUuid = "11111111-2222-4333-8444-555555555555",
        StreamId = "BTCUSD-5m",
        TopicId = 1,
        SchemaId = 1,
        FeatureIds = [0.001],
        PredictionSize = size,
        Samples = samples is null ? null : TensorCodec.Encode(samples, TensorDtypeSpelling.Torch),
    };

    private Task<SynapseFailedException> RefuseAsync(string model, LiveForward question) =>
        Assert.ThrowsAsync<SynapseFailedException>(() => _world.NewForward(model).HandleAsync(question, Call, Token).AsTask());
}
