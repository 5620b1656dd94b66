using System.Text.Json;
using Tsps.Domain;
using Tsps.Storage;
using Tsps.Testing;

namespace Tsps.EndToEnd;

[Trait(Categories.Name, Categories.EndToEnd)]
public sealed class TwelveHoursTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twelve_hours_of_one_validator_and_two_miners_leave_rounds_answers_scores_and_weights()
    {
        var run = new SubnetRun(azurite);
        await run.RunAsync(SubnetRun.Start, TimeSpan.FromHours(12));

        var rounds = await run.ListRoundsAsync();
        var sent = rounds.Where(round => round.AskedCount > 0).ToArray();
        var scored = sent.Where(round => round.State == RoundState.Scored).ToArray();
        Assert.Equal(12, sent.Length);
        Assert.All(sent, round => Assert.Equal((SubnetRun.MinerCount, SubnetRun.MinerCount), (round.AskedCount, round.ReceivedCount)));
        Assert.InRange(scored.Length, 1, 3);
        Assert.DoesNotContain(rounds, round => round.State is RoundState.Missed or RoundState.Void);

        foreach (var round in sent)
        {
            await CheckAnswersAsync(run, round);
        }

        foreach (var round in scored)
        {
            await CheckScoresAsync(run, round);
        }

        await CheckWeightsAsync(run, scored[^1]);
        await CheckOutputsAsync(run, sent[^1], scored);
        Assert.NotNull(await run.Models.FindVersionAsync("lstm50", Token));
    }

    private static async Task CheckAnswersAsync(SubnetRun run, Round round)
    {
        var answers = (await run.Documents.FindAnswersAsync(round.StreamId, round.Slot, Token))!;
        Assert.Equal(round.RequestUuid, answers.RequestUuid);
        Assert.InRange(answers.SampleColumns, 25 * 288, 30 * 288);
        Assert.All(answers.Replies, reply => Assert.Equal((200, 100), (reply.StatusCode, reply.Closes?.Count)));
        var (lstm, lastClose) = (answers.Replies[0].Closes!, answers.Replies[1].Closes!);
        Assert.Single(lastClose.Distinct());
        Assert.Equal(100, lstm.Distinct().Count());
        Assert.All(lstm, close => Assert.InRange(close / lastClose[0], 0.8, 1.25));
    }

    private static async Task CheckScoresAsync(SubnetRun run, Round round)
    {
        var scores = (await run.Documents.FindScoresAsync(round.StreamId, round.Slot, Token))!;
        var answers = (await run.Documents.FindAnswersAsync(round.StreamId, round.Slot, Token))!;
        var rows = await run.Predictions.ListAsync(round.StreamId, round.Slot, Token);
        Assert.Equal(100, scores.TruthCloses.Count);
        Assert.All(rows, row => Assert.Equal(PredictionState.Scored, row.State));
        foreach (var miner in scores.Miners)
        {
            var closes = answers.Replies.Single(reply => reply.Hotkey == miner.Hotkey).Closes!;
            Assert.Equal(WeightedRmse(closes, scores.TruthCloses), miner.Rmse, 1e-9 * miner.Rmse);
        }

        var best = scores.Miners.MinBy(miner => miner.Rmse)!;
        Assert.Equal(1, best.Share);
        Assert.Equal(0, scores.Miners.Where(miner => miner != best).Sum(miner => miner.Share));
    }

    private static async Task CheckWeightsAsync(SubnetRun run, Round newest)
    {
        var scores = (await run.Documents.FindScoresAsync(newest.StreamId, newest.Slot, Token))!;
        var best = scores.State.MaxBy(entry => entry.Score)!.Hotkey;
        var uid = scores.Miners.Single(miner => miner.Hotkey == best).Uid;
        Assert.Equal([new UidWeight(uid, 65535)], await run.ReadWeightsAsync());
    }

    private static async Task CheckOutputsAsync(SubnetRun run, Round lastSent, Round[] scored)
    {
        using var latest = JsonDocument.Parse((await run.Outputs.FindAsync(lastSent.StreamId, OutputStore.LatestPredictions, Token))!);
        using var performance = JsonDocument.Parse((await run.Outputs.FindAsync(lastSent.StreamId, OutputStore.Performance, Token))!);
        var uuids = latest.RootElement.GetProperty(lastSent.StreamId).EnumerateArray().Select(record => record.GetProperty("request_uuid").GetString());
        Assert.Equal(Enumerable.Repeat($"{lastSent.RequestUuid:D}", SubnetRun.MinerCount + 1), uuids);
        Assert.Equal(scored.Length, performance.RootElement.GetProperty("subnet_performance").GetArrayLength());
        foreach (var round in scored)
        {
            Assert.NotNull(await run.Outputs.FindBackupAsync(round.StreamId, round.RequestUuid, Token));
        }
    }

    /// <summary>The error as the specification words it, computed anew.</summary>
    private static double WeightedRmse(IReadOnlyList<double> closes, IReadOnlyList<double> truth)
    {
        var weights = Enumerable.Range(0, truth.Count).Select(step => Math.Exp(-0.001 * step)).ToArray();
        return Math.Sqrt(weights.Select((weight, step) => weight * Math.Pow(closes[step] - truth[step], 2)).Sum() / weights.Sum());
    }
}
