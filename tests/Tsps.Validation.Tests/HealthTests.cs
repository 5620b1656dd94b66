using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class HealthTests(AzuriteFixture azurite)
{
    private readonly ValidatorWorld _world = new(azurite);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_validator_that_has_just_begun_is_healthy_and_one_that_plans_nothing_is_not()
    {
        var instance = _world.NewInstance();
        Assert.True((await instance.Health.CheckAsync(Token)).Healthy);

        _world.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(["no round is planned for 202403010000: the Request function has not run"], (await instance.Health.CheckAsync(Token)).Problems);
    }

    [Fact]
    public async Task A_first_round_that_is_not_due_yet_is_no_problem_and_one_never_asked_is()
    {
        await _world.RegisterAsync(1);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        var instance = _world.NewInstance();
        await instance.PlanAsync(Token);
        Assert.True((await instance.Health.CheckAsync(Token)).Healthy);

        _world.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Contains("no round of the last two days was asked", (await instance.Health.CheckAsync(Token)).Problems);
    }

    [Fact]
    public async Task A_v6_validator_that_begins_after_the_minute_of_its_slot_is_healthy_until_one_of_its_own_is_lost()
    {
        var world = new ValidatorWorld(azurite) { Settings = ValidatorWorld.SettingsOf(ScoringProfile.V6) };
        await world.RegisterAsync(0);
        world.Clock.Advance(TimeSpan.FromMinutes(35));
        var instance = world.NewInstance();
        await world.RunAsync(instance, TimeSpan.FromMinutes(10));
        Assert.Equal([RoundState.Missed, RoundState.Planned], (await world.ListRoundsAsync()).Select(round => round.State));
        Assert.Empty((await instance.Health.CheckAsync(Token)).Problems);

        await world.RunAsync(instance, TimeSpan.FromMinutes(20));
        Assert.Equal(
            ["no round of the last two days was asked", "round 202403010100 is Void: no miner has announced an axon"], (await instance.Health.CheckAsync(Token)).Problems);
    }

    [Fact]
    public async Task A_v6_validator_that_begins_again_after_days_is_healthy_until_it_misses_a_round_of_its_own()
    {
        var world = new ValidatorWorld(azurite) { Settings = ValidatorWorld.SettingsOf(ScoringProfile.V6) };
        await world.RegisterAsync(1);
        await world.RunAsync(world.NewInstance(), TimeSpan.FromHours(1));
        world.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(5));
        var instance = world.NewInstance();
        await instance.Requests.AskAsync(Token);
        Assert.Empty((await instance.Health.CheckAsync(Token)).Problems);

        world.Clock.Advance(TimeSpan.FromMinutes(32));
        await instance.Requests.AskAsync(Token);
        Assert.Contains("no round of the last two days was asked", (await instance.Health.CheckAsync(Token)).Problems);
    }

    [Fact]
    public async Task A_validator_that_asks_and_scores_is_healthy_and_says_what_it_did_last()
    {
        await _world.RegisterAsync(2);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(12));

        var health = await instance.Health.CheckAsync(Token);
        var data = await instance.Dashboard.ReadAsync(_world.Plan, Token);
        Assert.Empty(health.Problems);
        Assert.Equal("202403011100", health.LastAsked);
        Assert.NotNull(health.LastScored);
        Assert.Equal(("simulated", 12), (data.CandleSource, data.Totals.RoundsSent));
        Assert.Equal([1, 0], data.Miners.Select(miner => miner.Weight));
    }
}
