using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class RoundPlannerTests(AzuriteFixture azurite)
{
    private readonly ValidatorWorld _world = new(azurite);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_slot_has_one_round_due_within_its_window_and_stored_before_it_is_due()
    {
        var instance = _world.NewInstance();
        for (var minute = 1; minute < 7 * 60; minute++)
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(1));
            await instance.PlanAsync(Token);
        }

        var rounds = await _world.ListRoundsAsync();
        Assert.Equal(Enumerable.Range(0, 8).Select(hour => _world.SlotAt(ValidatorWorld.Start.AddHours(hour))), rounds.Select(round => round.Slot));
        Assert.All(rounds, round => Assert.InRange(round.DueAt, round.Slot.Start, round.Slot.Start.AddHours(1)));
        Assert.All(rounds.Skip(1), round => Assert.True(round.ChangedAt <= round.Slot.Start));
        Assert.Equal(rounds.Count, rounds.Select(round => round.DueAt.Minute).Distinct().Count());
        Assert.Equal(rounds.Count, rounds.Select(round => round.RequestUuid).Distinct().Count());
    }

    [Fact]
    public async Task Commitments_are_asked_for_at_the_minutes_at_which_miners_give_them()
    {
        var world = new ValidatorWorld(azurite) { Settings = ValidatorWorld.SettingsOf(ScoringProfile.V6) };
        var instance = world.NewInstance();
        for (var half = 0; half < 24; half++)
        {
            await instance.PlanAsync(Token);
            world.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        var rounds = await world.ListRoundsAsync();
        Assert.All(rounds, round => Assert.Equal(round.Slot.Start, round.DueAt));
        Assert.Equal([0, 30], rounds.Select(round => round.DueAt.Minute).Distinct().Order());
    }

    [Fact]
    public async Task Instances_that_plan_at_once_agree_on_one_round()
    {
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        var plans = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _world.NewInstance().PlanAsync(Token).AsTask()));

        var stored = (await _world.ListRoundsAsync()).Select(round => round.RequestUuid).ToArray();
        Assert.Equal(2, stored.Length);
        Assert.All(plans, plan => Assert.Equal(stored.Take(plan.Count), plan.Select(round => round.RequestUuid)));
        Assert.All(plans, Assert.NotEmpty);
    }

    [Fact]
    public async Task A_restart_keeps_the_due_time_that_was_drawn()
    {
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = await _world.NewInstance().PlanAsync(Token);
        _world.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(before, await _world.NewInstance().PlanAsync(Token));
    }

    [Fact]
    public async Task Hours_without_a_validator_are_recorded_as_missed()
    {
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await _world.NewInstance().PlanAsync(Token);
        _world.Clock.Advance(TimeSpan.FromHours(6));
        await _world.NewInstance().PlanAsync(Token);

        var rounds = await _world.ListRoundsAsync();
        Assert.Equal(
            [RoundState.Planned, RoundState.Planned, RoundState.Missed, RoundState.Missed, RoundState.Missed, RoundState.Missed, RoundState.Planned, RoundState.Planned],
            rounds.Select(round => round.State));
        Assert.All(rounds.Where(round => round.State == RoundState.Missed), round => Assert.Equal("no validator ran", round.Reason));
    }
}
