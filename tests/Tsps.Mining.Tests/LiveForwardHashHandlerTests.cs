using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Storage;
using Tsps.Testing;

namespace Tsps.Mining.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class LiveForwardHashHandlerTests(AzuriteFixture azurite)
{
    private const string Request = "11111111-2222-4333-8444-555555555555";
    private const string Validator = "5Validator";

    private readonly MinerWorld _world = new(azurite);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_instance_returns_what_was_committed_to_though_the_market_has_moved()
    {
        var hash = await CommitAsync(Validator, Request);
        MoveMarket();

        var closes = await RevealAsync(Validator, Request);

        Assert.Equal(Enumerable.Repeat(42_000.5, 100), closes);
        Assert.Equal(Commitment.Of(_world.Miner, closes), hash);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_first_commitment_again()
    {
        var first = await CommitAsync(Validator, Request);
        MoveMarket();

        Assert.Equal(first, await CommitAsync(Validator, Request));
        Assert.NotEqual(first, await CommitAsync(Validator, "66666666-2222-4333-8444-555555555555"));
    }

    [Fact]
    public async Task Instances_given_the_same_request_at_once_give_one_commitment_and_keep_it()
    {
        var instances = Enumerable.Range(0, 6).Select(number => Task.Run(async () =>
        {
            // Each would forecast something else.
            var stored = await _world.Commitments.AddAsync(Validator, "BTCUSD-5m", Request, [number], _world.Clock.GetUtcNow().AddHours(1), Token);
            return (Hash: await CommitAsync(Validator, Request), Stored: stored);
        }));
        var answers = await Task.WhenAll(instances);

        var hash = Assert.Single(answers.Select(answer => answer.Hash).Distinct());
        var closes = await RevealAsync(Validator, Request);
        Assert.Equal(Commitment.Of(_world.Miner, closes), hash);
        Assert.All(answers, answer => Assert.Equal(closes, answer.Stored));
    }

    [Fact]
    public async Task Commitments_are_the_callers_own()
    {
        await CommitAsync(Validator, Request);
        MoveMarket();

        Assert.Equal(50_000, (await RevealAsync("5Other", Request))[0]);
        Assert.Equal(42_000.5, (await RevealAsync(Validator, Request))[0]);
    }

    [Fact]
    public async Task A_commitment_is_kept_for_a_day_and_then_deleted()
    {
        await CommitAsync(Validator, Request);
        var retention = new MinerRetention(new NonceTable(_world.Tables), _world.Commitments, _world.Clock);

        _world.Clock.Advance(TimeSpan.FromHours(23));
        await retention.RunAsync(Token);
        Assert.NotNull(await _world.Commitments.FindAsync(Validator, "BTCUSD-5m", Request, Token));

        _world.Clock.Advance(TimeSpan.FromHours(2));
        await retention.RunAsync(Token);
        Assert.Null(await _world.Commitments.FindAsync(Validator, "BTCUSD-5m", Request, Token));
    }

    [Fact]
    public async Task The_longest_forecast_that_is_answered_can_be_committed_to()
    {
        var handler = _world.NewHash();
        var samples = TensorCodec.Encode(Tensor.Of([1d, 2, 10, 20, 30, 40, 50, 60, 70, 80], 5, 2), TensorDtypeSpelling.Torch);
        var answer = await handler.HandleAsync(Question(Request) with { Samples = samples, PredictionSize = CommitmentTable.MostCloses }, _world.CallOf(Validator), Token);

        Assert.Equal(Commitment.Of(_world.Miner, await RevealAsync(Validator, Request)), answer.HashedPredictions);
    }

    [Fact]
    public async Task A_hostile_tensor_is_refused_without_a_look_into_storage()
    {
        var question = Question(Request) with { Samples = new TensorBlock("kZGRkZGRkZGRkZGR"u8.ToArray(), TensorDtype.Float64, TensorDtypeSpelling.Torch, [5, 7200]) };

        await Assert.ThrowsAsync<TensorFormatException>(() => _world.NewHash().HandleAsync(question, _world.CallOf(Validator), Token).AsTask());

        Assert.Equal(0, _world.TableRequests);
    }

    private static LiveForwardHash Question(string request) => new()
    {
        RequestUuid = request,
        StreamId = "BTCUSD-5m",
        TopicId = 1,
        SchemaId = 1,
        FeatureIds = [0.001],
        PredictionSize = 100,
    };

    [Fact]
    public async Task A_stream_id_that_no_row_could_keep_is_refused()
    {
        var question = Question(Request) with { StreamId = new string('x', 40_000) };

        var refused = await Assert.ThrowsAsync<SynapseFailedException>(async () => await _world.NewHash().HandleAsync(question, _world.CallOf(Validator), Token));

        Assert.Equal(400, refused.StatusCode);
        Assert.Contains("40000 characters", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, _world.TableRequests);
    }

    private async Task<string> CommitAsync(string caller, string request) =>
        (await _world.NewHash().HandleAsync(Question(request), _world.CallOf(caller), Token)).HashedPredictions!;

    private async Task<double[]> RevealAsync(string caller, string request)
    {
        var question = new LiveForward { RequestUuid = request, StreamId = "BTCUSD-5m", TopicId = 1, SchemaId = 1, FeatureIds = [0.001], PredictionSize = 100 };
        var answer = await _world.NewForward().HandleAsync(question, _world.CallOf(caller), Token);
        return TensorCodec.Decode(answer.Predictions!, TensorLimits.Default).ToDoubles();
    }

    private void MoveMarket()
    {
        _world.Clock.Advance(TimeSpan.FromMinutes(5));
        _world.Candles.Close = 50_000;
    }
}
