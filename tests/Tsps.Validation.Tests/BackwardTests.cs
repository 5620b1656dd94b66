using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class BackwardTests(AzuriteFixture azurite) : IAsyncDisposable
{
    private readonly LoopbackMiner _miner = new(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Miners_are_told_the_true_closes_of_the_request_that_they_answered_once_it_is_scored()
    {
        var world = await NewWorldAsync(new ValidatorSettings());
        await world.RunAsync(world.NewInstance(), TimeSpan.FromHours(12));

        var scored = (await world.ListRoundsAsync()).Where(round => round.State == RoundState.Scored).ToArray();
        Assert.NotEmpty(scored);
        Assert.All(scored, round => Assert.NotNull(round.ClosesSentAt));
        var told = _miner.Asked.OfType<LiveBackward>().ToArray();
        Assert.Equal(scored.Select(round => round.RequestUuid.ToString()), told.Select(synapse => synapse.RequestUuid));
        foreach (var (round, synapse) in scored.Zip(told))
        {
            var scores = (await world.Documents.FindScoresAsync(round.StreamId, round.Slot, Token))!;
            Assert.Equal(scores.TruthCloses, _miner.Samples[synapse]);
        }
    }

    [Fact]
    public async Task A_training_round_goes_out_once_a_period_scaled_by_each_rows_own_bounds()
    {
        var world = await NewWorldAsync(new ValidatorSettings { TrainingPeriod = TimeSpan.FromHours(6) });
        var periods = new HashSet<RoundSlot>();
        for (var hour = 0; hour < 12; hour++)
        {
            periods.Add(RoundSlot.Containing(world.Clock.GetUtcNow(), TimeSpan.FromHours(6)));
            await Task.WhenAll(world.NewInstance().Trainings.SendDueAsync(Token).AsTask(), world.NewInstance().Trainings.SendDueAsync(Token).AsTask());
            world.Clock.Advance(TimeSpan.FromHours(1));
        }

        var forwards = _miner.Asked.OfType<TrainingForward>().ToArray();
        var backwards = _miner.Asked.OfType<TrainingBackward>().ToArray();
        Assert.Equal(periods.Count, forwards.Length);
        Assert.Equal(forwards.Select(synapse => synapse.RequestUuid), backwards.Select(synapse => synapse.RequestUuid));
        Assert.All(forwards, synapse => Assert.InRange(_miner.Samples[synapse][^1], 0.495, 0.505));
        Assert.All(backwards, synapse => Assert.All(_miner.Samples[synapse], close => Assert.InRange(close, 0.495, 0.505)));
        Assert.All(backwards, synapse => Assert.Equal(100, _miner.Samples[synapse].Length));
    }

    public ValueTask DisposeAsync() => _miner.DisposeAsync();

    private async Task<ValidatorWorld> NewWorldAsync(ValidatorSettings settings)
    {
        var world = new ValidatorWorld(azurite) { Settings = settings, AllowsPrivateAddresses = true };
        await world.RegisterAsync(0);
        await world.Registry.AddAsync(ValidatorWorld.Netuid, _miner.Neuron, Token);

        // The axon holds nonces against its own clock, the real one.
        world.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        var today = new DateTimeOffset(world.Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        world.Candles = Markets.Simulation.SimulatedCandles.Generate(7, today.AddDays(-75), 288 * 78);
        return world;
    }
}
