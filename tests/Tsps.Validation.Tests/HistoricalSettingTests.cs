using Tsps.Domain;
using Tsps.Markets.Simulation;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class HistoricalSettingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Historical_rounds_ask_about_moments_of_the_past_and_are_scored_at_once()
    {
        var world = new ValidatorWorld { Settings = new ValidatorSettings { HistoricalOnly = true } };
        world.Candles = SimulatedCandles.Generate(3, ValidatorWorld.Start.AddDays(-200), 288 * 200);
        await world.RegisterAsync(3);
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
}
