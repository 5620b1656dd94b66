using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class GenerationTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_validator_runs_both_generations_on_streams_of_their_own()
    {
        var world = new ValidatorWorld(azurite) { Settings = ValidatorWorld.SettingsOf(ScoringProfile.V4, ScoringProfile.V6) };
        await world.RegisterAsync(3);
        var instance = world.NewInstance();
        await world.RunAsync(instance, TimeSpan.FromHours(11));

        Assert.Equal(["BTCUSD-5m", "BTCUSD-5m-v6"], world.Settings.Streams.Select(plan => plan.Id));
        foreach (var plan in world.Settings.Streams)
        {
            var rounds = await world.Rounds.ListAsync(plan.Id, plan.SlotAt(ValidatorWorld.Start), plan.SlotAt(ValidatorWorld.Start.AddHours(12)), Token);
            var scored = rounds.Where(round => round.State == RoundState.Scored).ToArray();
            Assert.NotEmpty(scored);
            Assert.All(rounds.Zip(rounds.Skip(1)), pair => Assert.Equal(plan.SlotPeriod, pair.Second.Slot.Start - pair.First.Slot.Start));
            var shown = await instance.Dashboard.ReadAsync(plan, Token);
            Assert.Equal((plan.Id, scored.Length), (shown.StreamId, shown.Totals.RoundsScored));
            Assert.Equal(["BTCUSD-5m", "BTCUSD-5m-v6"], shown.Streams);
            Assert.Equal(scored.TakeLast(24).Select(round => round.Slot.Key), shown.Scores.Select(point => point.Slot));
            Assert.Equal(plan.Profile.Name, (await world.Documents.FindScoresAsync(plan.Id, scored[0].Slot, Token))!.Profile);
        }

        Assert.All(world.Miners.Questions, question => Assert.Equal("BTCUSD-5m", question.Stream.WireId));
        Assert.All(world.Miners.Questions, question => Assert.Equal(question.Stream.Id == "BTCUSD-5m", question.Samples is not null));
        var submission = await world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token);
        Assert.Equal(2, submission.Submitted.Count);
        Assert.Equal((ushort)1, submission.Weights.MaxBy(weight => weight.Value).Uid);
    }

    [Fact]
    public async Task Health_looks_at_every_stream_and_names_the_one_with_a_problem()
    {
        var world = new ValidatorWorld(azurite) { Settings = ValidatorWorld.SettingsOf(ScoringProfile.V4, ScoringProfile.V6) };
        await world.RegisterAsync(1);
        var instance = world.NewInstance();
        await world.RunAsync(instance, TimeSpan.FromHours(2));
        Assert.Empty((await instance.Health.CheckAsync(Token)).Problems);

        for (var minute = 0; minute < 190; minute++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await instance.Requests.AskAsync(commitsFirst: false, Token);
        }

        var health = await instance.Health.CheckAsync(Token);
        Assert.Equal(["BTCUSD-5m-v6: no round is planned for 202403010500: the Commitment function has not run"], health.Problems);
        Assert.False(health.Healthy);
        Assert.Equal(["202403010400", "202403010200"], health.Streams.Select(stream => stream.LastAsked));
        Assert.Equal("202403010400", health.LastAsked);
    }

    [Fact]
    public async Task V6_asks_at_the_half_hours_scores_from_the_end_of_the_questions_and_sets_weights_once_a_day()
    {
        var world = new ValidatorWorld(azurite) { Settings = ValidatorWorld.SettingsOf(ScoringProfile.V6) };
        var subtensor = new CountingSubtensor(world.Registry);
        world.Subtensor = subtensor;
        world.Miners.BeforeAnswers = () =>
        {
            world.Clock.Advance(TimeSpan.FromSeconds(7));
            return Task.CompletedTask;
        };
        await world.RegisterAsync(2);
        await world.RunAsync(world.NewInstance(), TimeSpan.FromHours(20));

        var rounds = (await world.ListRoundsAsync()).Where(round => round.State is RoundState.Asked or RoundState.Scored).ToArray();
        Assert.All(rounds, round => Assert.Contains(round.DueAt.Minute, (int[])[0, 30]));
        Assert.All(rounds, round => Assert.InRange(round.StartMs - round.DueAt.ToUnixTimeMilliseconds(), 7_000, 59_999));
        Assert.True(rounds.Count(round => round.State == RoundState.Scored) > 10);
        Assert.Equal(1, subtensor.WeightsSet);
        Assert.All(rounds, round => Assert.Null(round.ClosesSentAt));
    }

    [Fact]
    public async Task A_v6_round_whose_minute_has_passed_is_missed_since_miners_would_refuse_it()
    {
        var world = new ValidatorWorld(azurite) { Settings = ValidatorWorld.SettingsOf(ScoringProfile.V6) };
        await world.RegisterAsync(1);
        var instance = world.NewInstance();
        await instance.PlanAsync(Token);
        world.Clock.Advance(TimeSpan.FromMinutes(31));
        await instance.Requests.AskAsync(Token);

        Assert.All((await world.ListRoundsAsync()).Where(round => round.DueAt <= world.Clock.GetUtcNow()), round => Assert.Equal(RoundState.Missed, round.State));
        Assert.Empty(world.Miners.Questions);
    }
}
