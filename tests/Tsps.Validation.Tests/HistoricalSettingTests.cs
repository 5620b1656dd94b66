using Microsoft.Extensions.Configuration;
using Tsps.Domain;
using Tsps.Markets.Simulation;
using Tsps.Neurons;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class HistoricalSettingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Historical_rounds_ask_about_moments_of_the_past_and_are_scored_at_once()
    {
        var world = await NewWorldAsync();
        world.Settings = Read();
        await world.RunAsync(world.NewInstance(), TimeSpan.FromHours(6));

        var rounds = (await world.ListRoundsAsync()).Where(round => round.StartMs > 0).ToArray();
        Assert.True(rounds.Count(round => round.State == RoundState.Scored) >= 4);
        Assert.All(rounds, round => Assert.InRange(
            DateTimeOffset.FromUnixTimeMilliseconds(round.StartMs), ValidatorWorld.Start.AddDays(-170), ValidatorWorld.Start.AddDays(-29)));
        Assert.Equal(rounds.Length, rounds.Select(round => round.StartMs).Distinct().Count());
        Assert.All(world.Miners.Questions, question => Assert.InRange(question.Samples!.Columns, 25 * 288, 30 * 288));
        Assert.NotNull(await world.Registry.ReadWeightsAsync(ValidatorWorld.Netuid, world.Validator.Hotkey, Token));
        var report = await world.NewInstance().Auditor.RunAsync(world.Plan, world.SlotAt(ValidatorWorld.Start), world.SlotAt(world.Clock.GetUtcNow()), Token);
        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task Rounds_are_due_when_live_ones_would_be_and_miners_hear_the_same_stream()
    {
        var (live, historical) = (await NewWorldAsync(), await NewWorldAsync());
        historical.Settings = Read();
        foreach (var world in (ValidatorWorld[])[live, historical])
        {
            await world.RunAsync(world.NewInstance(), TimeSpan.FromHours(3));
        }

        Assert.Equal((await live.ListRoundsAsync()).Select(round => round.DueAt), (await historical.ListRoundsAsync()).Select(round => round.DueAt));
        Assert.Equal(live.Miners.Questions.Select(Identity), historical.Miners.Questions.Select(Identity));
        Assert.Equal(live.Plan.Profile.Requests, historical.Plan.Profile.Requests);

        static (string, TimeSpan) Identity(ForwardQuestion question) => (question.Stream.WireId, question.Timeout);
    }

    [Fact]
    public async Task Nothing_that_a_live_validator_stored_is_changed_and_it_goes_on_where_it_was()
    {
        var world = await NewWorldAsync();
        var liveSettings = world.Settings;
        await world.RunAsync(world.NewInstance(), TimeSpan.FromHours(12));
        var (rounds, head, weights) = await ReadAsync();

        world.Settings = Read();
        await world.RunAsync(world.NewInstance(), TimeSpan.FromHours(3));
        Assert.Contains(await world.ListRoundsAsync(), round => round.State == RoundState.Scored);

        world.Settings = liveSettings;
        var after = await ReadAsync();
        Assert.Equal(rounds, after.Rounds);
        Assert.Equal((head, weights.Version, weights.SetAt), (after.Head, after.Weights.Version, after.Weights.SetAt));
        await world.RunAsync(world.NewInstance(), TimeSpan.FromHours(1));
        var scored = (await world.Documents.FindScoresAsync(world.Plan.Id, (await world.Heads.ReadAsync(world.Plan.Id, Token)).LastScored!.Value, Token))!;
        Assert.True(RoundSlot.Parse(scored.Slot) > head.LastScored);
        Assert.Equal(world.Plan.Id, scored.StreamId);

        async Task<(IReadOnlyList<Round> Rounds, Storage.ScoreHead Head, Storage.SubmittedWeights Weights)> ReadAsync() =>
            (await world.ListRoundsAsync(), await world.Heads.ReadAsync(world.Plan.Id, Token), await world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token));
    }

    [Fact]
    public async Task Health_and_dashboard_say_that_the_mode_is_on_and_nothing_when_it_is_off()
    {
        var world = await NewWorldAsync();
        Assert.Equal((null, null), await ReadNoticesAsync());

        world.Settings = Read();
        var (health, dashboard) = await ReadNoticesAsync();
        Assert.Equal(health, dashboard);
        Assert.Contains("Validator__TestOnlyHistorical", health, StringComparison.Ordinal);

        async Task<(string? Health, string? Dashboard)> ReadNoticesAsync()
        {
            var instance = world.NewInstance();
            return ((await instance.Health.CheckAsync(Token)).Notice, (await instance.Dashboard.ReadAsync(world.Plan, Token)).Notice);
        }
    }

    [Theory]
    [InlineData("Subtensor:Network", "finney", "Subtensor__Network")]
    [InlineData("Subtensor:Network", "local", "Subtensor__Network")]
    [InlineData("Subtensor:Network", "wss://someone:secret@node.example:443", "Subtensor__Network")]
    [InlineData("Market:CandleFile", "", "Market__CandleFile")]
    [InlineData("Validator:Generations", "v6", "tsps historical --generation v6")]
    [InlineData("Validator:Generations", "v4,v6", "tsps historical --generation v6")]
    public void What_would_ask_an_exchange_or_a_chain_or_make_noise_of_v6_is_refused_at_the_start(string name, string value, string named)
    {
        var refusal = Assert.Throws<InvalidSettingException>(() => Read((name, value))).Message;
        Assert.Contains("Validator__TestOnlyHistorical", refusal, StringComparison.Ordinal);
        Assert.Contains(named, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal, StringComparison.Ordinal);

        var live = Read((name, value), ("Validator:TestOnlyHistorical", "false"));
        Assert.False(live.HistoricalOnly);
        Assert.All(live.Streams, plan => Assert.DoesNotContain("historical", plan.Id, StringComparison.Ordinal));
    }

    private static async Task<ValidatorWorld> NewWorldAsync()
    {
        var world = new ValidatorWorld { Candles = SimulatedCandles.Generate(3, ValidatorWorld.Start.AddDays(-200), 288 * 204) };
        await world.RegisterAsync(3);
        return world;
    }

    /// <summary>Settings with the mode on, but for what a test changes.</summary>
    private static ValidatorSettings Read(params (string Name, string Value)[] changes)
    {
        Dictionary<string, string?> values = new()
        {
            ["Validator:TestOnlyHistorical"] = "true",
            ["Market:CandleFile"] = "candles.csv.gz",
        };
        foreach (var (name, value) in changes)
        {
            values[name] = value;
        }

        return ValidatorSettings.Read(new SettingReader(new ConfigurationBuilder().AddInMemoryCollection(values).Build()));
    }
}
