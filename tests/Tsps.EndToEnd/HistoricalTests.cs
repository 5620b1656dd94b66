using Microsoft.Extensions.DependencyInjection;
using Tsps.Local.Historical;
using Tsps.Local.Replay;
using Tsps.Markets;
using Tsps.Markets.Simulation;
using Tsps.Testing;
using Tsps.Validation;
using Tsps.Validation.Audit;

namespace Tsps.EndToEnd;

[Trait(Categories.Name, Categories.EndToEnd)]
public sealed class HistoricalTests
{
    private const int Days = 30;
    private const int Miners = 256;

    private static readonly DateTimeOffset Start = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly CandleSeries Candles = SimulatedCandles.Generate(5, Start.AddDays(-31), (31 + Days + 1) * 288);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thirty_days_of_256_miners_are_asked_scored_and_weighed_and_an_audit_agrees_to_the_bit()
    {
        await using var subnet = await StartAsync(Miners, ["last-close"], "v4");
        var failures = new List<ReplayStep>();
        await subnet.RunAsync(Start.AddDays(Days), step => failures.AddRange(step.Succeeded ? [] : [step]), Token);

        var snapshot = await subnet.ReadAsync(Token);
        Assert.Empty(failures);
        Assert.InRange(snapshot.RoundsSent, (Days * 24) - 1, Days * 24);
        Assert.Equal(snapshot.RoundsSent * Miners, snapshot.PredictionsStored);
        Assert.InRange(snapshot.RoundsScored, snapshot.RoundsSent - 11, snapshot.RoundsSent - 9);
        Assert.Equal(ushort.MaxValue, snapshot.Miners.Max(miner => miner.Weight));
        Assert.All(snapshot.Miners, miner => Assert.NotNull(miner.Score));

        var plan = subnet.Services.GetRequiredService<ValidatorSettings>().MainStream;
        var report = await subnet.Services.GetRequiredService<Auditor>().RunAsync(plan, plan.SlotAt(Start.AddDays(Days - 3)), plan.SlotAt(Start.AddDays(Days)), Token);
        Assert.Empty(report.Findings);
        Assert.Equal(report.RoundsScored * Miners, report.Scores);
        Assert.True(report.RoundsScored > 48);
    }

    [Fact]
    public async Task The_same_replay_ends_in_the_same_scores_and_weights_in_both_generations()
    {
        var first = await RunAsync();
        var second = await RunAsync();

        Assert.Equal(["BTCUSD-5m", "BTCUSD-5m-v6"], first.Streams.Select(stream => stream.StreamId));
        Assert.All(first.Streams, stream => Assert.True(stream.RoundsScored > 0));
        Assert.All(first.Streams, stream => Assert.Equal(12, stream.Scores.Count));
        Assert.Equal(first.Streams.Sum(stream => stream.RoundsScored), first.RoundsScored);
        Assert.Equal(first.Miners, second.Miners);
        Assert.Equal(first.Streams.Select(stream => stream.Scores), second.Streams.Select(stream => stream.Scores));

        static async Task<Local.Demo.DemoSnapshot> RunAsync()
        {
            await using var subnet = await StartAsync(12, ["last-close", "lstm50"], "v4,v6");
            await subnet.RunAsync(Start.AddHours(14), _ => { }, Token);
            return await subnet.ReadAsync(Token);
        }
    }

    private static Task<HistoricalSubnet> StartAsync(int miners, string[] models, string generations) => HistoricalSubnet.StartAsync(
        new HistoricalOptions { Candles = Candles, CandleSource = "simulated", Start = Start, Miners = miners, Models = models, Generations = generations },
        Token);
}
