using Tsps.Domain;
using Tsps.Markets;
using Tsps.Storage;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class DueScoresTests(AzuriteFixture azurite)
{
    private readonly ValidatorWorld _world = new(azurite);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rounds_are_scored_once_their_horizon_and_the_settling_time_are_over()
    {
        await _world.RegisterAsync(2);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(12));

        var now = _world.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var rounds = (await _world.ListRoundsAsync()).Where(round => round.StartMs > 0).ToArray();
        Assert.Contains(rounds, round => round.State == RoundState.Scored);
        Assert.All(rounds, round => Assert.True(round.State == RoundState.Scored || round.EndMs + 3_600_000 > now - (31 * 60_000)));
        Assert.All(rounds.Where(round => round.State == RoundState.Scored), round => Assert.True(round.EndMs + 3_600_000 < now));
    }

    [Fact]
    public async Task The_better_miner_gets_the_weight_and_the_rows_hold_the_scores()
    {
        await _world.RegisterAsync(2);
        _world.Miners.Answer = (neuron, question) => [.. Enumerable.Repeat(question.Samples!.Row(SampleRow.Close)[^1] * (neuron.Uid == 1 ? 1 : 2), 100)];
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(12));

        var weights = (await _world.Registry.ReadWeightsAsync(ValidatorWorld.Netuid, _world.Validator.Hotkey, Token))!;
        Assert.Equal([new UidWeight(1, 65535)], weights.Weights);

        var scored = (await _world.ListRoundsAsync()).Last(round => round.State == RoundState.Scored);
        var rows = (await _world.Predictions.ListAsync(scored.StreamId, scored.Slot, Token)).OrderBy(row => row.Uid).ToArray();
        Assert.All(rows, row => Assert.Equal(PredictionState.Scored, row.State));
        Assert.True(rows[0].Rmse < rows[1].Rmse);
        Assert.Equal([1, 0], rows.Select(row => row.Share));
        Assert.True(rows[0].Score > rows[1].Score);
    }

    [Fact]
    public async Task Scores_form_a_chain_oldest_first()
    {
        await _world.RegisterAsync(2);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(14));

        RoundSlot? previous = null;
        foreach (var round in (await _world.ListRoundsAsync()).Where(round => round.State == RoundState.Scored))
        {
            var scores = (await _world.Documents.FindScoresAsync(round.StreamId, round.Slot, Token))!;
            Assert.Equal(previous?.Key, scores.PreviousSlot);
            previous = round.Slot;
        }

        Assert.NotNull(previous);
        Assert.Equal(previous, (await _world.Heads.ReadAsync(_world.Plan.Id, Token)).LastScored);
    }

    [Fact]
    public async Task Four_instances_that_score_at_once_and_again_move_the_state_as_one_does()
    {
        await _world.RegisterAsync(3);
        await AskOnlyAsync(TimeSpan.FromHours(14));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _world.NewInstance().Scores.ScoreAsync(Token).AsTask()));
        await _world.NewInstance().Scores.ScoreAsync(Token);
        var shared = await ReadChainAsync();

        var alone = new ValidatorWorld(azurite);
        await alone.RegisterAsync(3);
        await AskOnlyAsync(alone, TimeSpan.FromHours(14));
        await alone.NewInstance().Scores.ScoreAsync(Token);

        Assert.NotEmpty(shared);
        Assert.Equal(await ReadChainAsync(alone), shared);
    }

    [Fact]
    public async Task No_round_overtakes_an_older_one_that_was_interrupted_while_it_asked()
    {
        await _world.RegisterAsync(2);
        await AskOnlyAsync(TimeSpan.FromHours(14));
        var oldest = (await _world.ListRoundsAsync())[0];
        var interrupted = await _world.Rounds.TryReplaceAsync(oldest with { State = RoundState.Asking }, Token);
        var instance = _world.NewInstance();
        await instance.Scores.ScoreAsync(Token);
        Assert.DoesNotContain(await _world.ListRoundsAsync(), round => round.State == RoundState.Scored);

        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await instance.Requests.AskAsync(Token);
        await instance.Scores.ScoreAsync(Token);
        Assert.NotNull(interrupted);
        Assert.Equal(RoundState.Scored, (await _world.ListRoundsAsync())[0].State);
    }

    [Fact]
    public async Task A_truth_that_stays_incomplete_voids_its_rounds_after_the_deadline_and_the_later_ones_are_scored()
    {
        await _world.RegisterAsync(2);
        var lost = ValidatorWorld.Start.AddHours(6);
        _world.Candles = new CandleSeries(_world.Candles.Interval, _world.Candles.Where(candle => candle.OpenTimeMs != lost.ToUnixTimeMilliseconds()));
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(14));
        Assert.DoesNotContain(await _world.ListRoundsAsync(), round => round.State is RoundState.Scored or RoundState.Void);

        await _world.RunAsync(instance, TimeSpan.FromHours(34));

        var rounds = (await _world.ListRoundsAsync()).Where(round => round.State is RoundState.Scored or RoundState.Void).ToArray();
        Assert.All(rounds, round => Assert.Equal(Covers(round, lost) ? RoundState.Void : RoundState.Scored, round.State));
        Assert.Contains(rounds, round => round.State == RoundState.Scored);
        Assert.All(rounds.Where(round => round.State == RoundState.Void), round => Assert.Equal("1 of its closes are missing at simulated", round.Reason));
    }

    /// <summary>A blob may be restored; then nothing is lost but time.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_round_whose_answers_are_gone_or_damaged_waits_for_them_and_is_void_only_long_after(bool isGone)
    {
        await _world.RegisterAsync(2);
        await AskOnlyAsync(TimeSpan.FromHours(13));
        var oldest = (await _world.ListRoundsAsync())[0];
        var path = Tampering.PathOf(oldest.StreamId, oldest.Slot, "answers");
        await (isGone ? Tampering.DeleteBlobAsync(_world, path) : Tampering.TruncateAsync(_world, path));
        var instance = _world.NewInstance();

        var gone = await Assert.ThrowsAsync<DamagedDataException>(async () => await instance.Scores.ScoreAsync(Token));
        var waiting = await _world.ListRoundsAsync();
        _world.Clock.Advance(TimeSpan.FromDays(16));
        await instance.Scores.ScoreAsync(Token);

        Assert.Contains(isGone ? $"The answers of round {oldest.Slot}" : $"Blob {path} of container rounds is damaged", gone.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(waiting, round => round.State is RoundState.Scored or RoundState.Void);
        var ended = (await _world.ListRoundsAsync()).Single(round => round.Slot == oldest.Slot);
        Assert.Equal((RoundState.Void, "its answers are gone from Blob storage, or can't be read there"), (ended.State, ended.Reason));
    }

    [Fact]
    public async Task A_round_whose_scores_are_gone_before_its_row_moved_waits_for_them_and_loses_no_state()
    {
        await _world.RegisterAsync(2);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(13));
        var last = (await _world.ListRoundsAsync()).Last(round => round.State == RoundState.Scored);
        await _world.Rounds.TryReplaceAsync(last with { State = RoundState.Asked }, Token);
        var scores = await _world.Documents.FindScoresAsync(last.StreamId, last.Slot, Token);
        await Tampering.DeleteBlobAsync(_world, Tampering.PathOf(last.StreamId, last.Slot, "scores"));

        var gone = await Assert.ThrowsAsync<DamagedDataException>(async () => await instance.Scores.ScoreAsync(Token));
        await _world.Documents.CreateScoresAsync(scores!, last.Slot, Token);
        await _world.RunAsync(instance, TimeSpan.FromHours(2));

        Assert.Contains($"The scores of round {last.Slot}", gone.Message, StringComparison.Ordinal);
        var rounds = await _world.ListRoundsAsync();
        Assert.Equal(RoundState.Scored, rounds.Single(round => round.Slot == last.Slot).State);
        var newest = await _world.Documents.FindScoresAsync(last.StreamId, rounds.Last(round => round.State == RoundState.Scored).Slot, Token);
        Assert.Equal(2, newest!.State.Count);
        Assert.NotNull(newest.PreviousSlot);
    }

    [Fact]
    public async Task Where_the_head_is_gone_scoring_goes_on_from_the_last_scored_round()
    {
        await _world.RegisterAsync(2);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(13));
        var before = (await _world.Heads.ReadAsync(_world.Plan.Id, Token)).LastScored!.Value;
        await Tampering.DeleteRowAsync(_world, "heads", _world.Plan.Id);

        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(3));

        var next = (await _world.ListRoundsAsync()).First(round => round.State == RoundState.Scored && round.Slot > before);
        Assert.Equal(before.Key, (await _world.Documents.FindScoresAsync(next.StreamId, next.Slot, Token))!.PreviousSlot);
        Assert.True((await _world.Heads.ReadAsync(_world.Plan.Id, Token)).LastScored >= next.Slot);
    }

    [Fact]
    public async Task A_deregistered_hotkey_leaves_the_state()
    {
        await _world.RegisterAsync(3);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(12));
        await _world.Registry.RemoveAsync(ValidatorWorld.Netuid, 2, Token);
        await instance.Metagraphs.RefreshAsync(Token);
        await _world.RunAsync(instance, TimeSpan.FromHours(2));

        var newest = (await ReadChainAsync())[^1];
        Assert.DoesNotContain(ValidatorWorld.HotkeyOf(2).Address, newest, StringComparison.Ordinal);
        Assert.Contains(ValidatorWorld.HotkeyOf(3).Address, newest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_weights_are_recorded_with_the_reason_and_set_once_that_is_mended()
    {
        await _world.RegisterAsync(2);
        await _world.Registry.AddAsync(ValidatorWorld.Netuid, new Neuron(0, _world.Validator.Hotkey, 1000, false, null), Token);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(12));

        var health = await instance.Health.CheckAsync(Token);
        Assert.False(health.Healthy);
        Assert.Contains(health.Problems, problem => problem.Contains("no validator permit", StringComparison.Ordinal));

        await _world.Registry.AddAsync(ValidatorWorld.Netuid, new Neuron(0, _world.Validator.Hotkey, 1000, true, null), Token);
        await instance.Weights.SetDueAsync(Token);
        Assert.False((await instance.Health.CheckAsync(Token)).Healthy);
        _world.Clock.Advance(TimeSpan.FromHours(1));
        await instance.Weights.SetDueAsync(Token);
        Assert.DoesNotContain((await instance.Health.CheckAsync(Token)).Problems, problem => problem.Contains("weights", StringComparison.Ordinal));
        Assert.NotNull(await _world.Registry.ReadWeightsAsync(ValidatorWorld.Netuid, _world.Validator.Hotkey, Token));
    }

    private static bool Covers(Round round, DateTimeOffset openTime) =>
        openTime.ToUnixTimeMilliseconds() >= round.StartMs && openTime.ToUnixTimeMilliseconds() < round.EndMs + 300_000 - (round.StartMs % 300_000 == 0 ? 300_000 : 0);

    private Task AskOnlyAsync(TimeSpan duration) => AskOnlyAsync(_world, duration);

    private static async Task AskOnlyAsync(ValidatorWorld world, TimeSpan duration)
    {
        var instance = world.NewInstance();
        for (var end = world.Clock.GetUtcNow() + duration; world.Clock.GetUtcNow() < end;)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await instance.Requests.AskAsync(Token);
        }
    }

    private Task<List<string>> ReadChainAsync() => ReadChainAsync(_world);

    /// <summary>Each scored round with the state after it, as text.</summary>
    private static async Task<List<string>> ReadChainAsync(ValidatorWorld world)
    {
        var chain = new List<string>();
        foreach (var round in (await world.ListRoundsAsync()).Where(round => round.State == RoundState.Scored))
        {
            var scores = (await world.Documents.FindScoresAsync(round.StreamId, round.Slot, Token))!;
            chain.Add($"{scores.Slot}: {string.Join(", ", scores.State.Select(entry => $"{entry.Hotkey}={entry.Score:R}"))}");
        }

        return chain;
    }
}
