using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class DueRoundsTests(AzuriteFixture azurite)
{
    private readonly ValidatorWorld _world = new(azurite);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_due_round_asks_every_announced_miner_but_not_the_validator_itself()
    {
        await _world.RegisterAsync(3);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1));

        var round = (await _world.ListRoundsAsync())[0];
        var rows = await _world.Predictions.ListAsync(round.StreamId, round.Slot, Token);
        Assert.Equal((RoundState.Asked, 3, 3), (round.State, round.AskedCount, round.ReceivedCount));
        Assert.Equal([1, 2, 3], rows.Select(row => (int)row.Uid).Order());
        Assert.All(rows, row => Assert.Equal(PredictionState.Received, row.State));
    }

    [Fact]
    public async Task Samples_hold_25_to_30_days_of_finished_candles_with_their_close_times()
    {
        await _world.RegisterAsync(1);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(12));

        Assert.Equal(12, _world.Miners.Questions.Count);
        Assert.All(_world.Miners.Questions, question => Assert.InRange(question.Samples!.Columns, 25 * 288, 30 * 288));
        Assert.True(_world.Miners.Questions.Select(question => question.Samples!.Columns).Distinct().Count() > 6);
        var starts = (await _world.ListRoundsAsync()).ToDictionary(round => round.RequestUuid, round => round.StartMs);
        Assert.All(_world.Miners.Questions, question =>
        {
            var times = question.Samples!.Row(SampleRow.CloseTime);
            Assert.InRange(starts[question.RequestUuid] - times[^1], 0, 300_000 - 1);
            Assert.Equal(300_000, times[^1] - times[^2]);
        });
    }

    [Fact]
    public async Task Two_instances_that_find_the_same_round_due_ask_once()
    {
        await _world.RegisterAsync(2);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await _world.NewInstance().PlanAsync(Token);
        _world.Clock.Advance(TimeSpan.FromMinutes(59));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _world.NewInstance().Requests.AskAsync(Token).AsTask()));

        Assert.Single(_world.Miners.Questions);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_used_is_kept_as_a_refusal_with_its_reason()
    {
        await _world.RegisterAsync(2);
        var honest = _world.Miners.Answer;
        _world.Miners.Answer = (neuron, question) => neuron.Uid == 2 ? null : honest(neuron, question);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1));

        var round = (await _world.ListRoundsAsync())[0];
        var rows = await _world.Predictions.ListAsync(round.StreamId, round.Slot, Token);
        Assert.Equal((2, 1), (round.AskedCount, round.ReceivedCount));
        var refused = Assert.Single(rows, row => row.State == PredictionState.Refused);
        Assert.Equal((2, 408, "no answer"), ((int)refused.Uid, refused.StatusCode, refused.Reason));
    }

    [Fact]
    public async Task A_round_found_due_more_than_an_hour_late_is_missed()
    {
        await _world.RegisterAsync(1);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await _world.NewInstance().PlanAsync(Token);
        _world.Clock.Advance(TimeSpan.FromMinutes(121));
        await _world.NewInstance().Requests.AskAsync(Token);

        var first = (await _world.ListRoundsAsync())[0];
        Assert.Equal((RoundState.Missed, "it was not asked within 60 minutes of its time"), (first.State, first.Reason));
        Assert.DoesNotContain(_world.Miners.Questions, question => question.RequestUuid == first.RequestUuid);
    }

    [Fact]
    public async Task A_round_whose_instance_died_while_it_asked_is_asked_again_as_the_same_request()
    {
        await _world.RegisterAsync(1);
        _world.Miners.BeforeAnswers = () => throw new InvalidOperationException("killed");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1)));
        var dead = await _world.CurrentRoundAsync();

        _world.Miners.BeforeAnswers = () => Task.CompletedTask;
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromMinutes(15));

        var round = (await _world.Rounds.FindAsync(dead.StreamId, dead.Slot, Token))!;
        Assert.Equal((RoundState.Asking, RoundState.Asked), (dead.State, round.State));
        Assert.Equal(2, _world.Miners.Questions.Count(question => question.RequestUuid == round.RequestUuid));
    }

    [Fact]
    public async Task A_round_whose_answers_were_stored_before_the_instance_died_is_completed_without_asking_again()
    {
        await _world.RegisterAsync(2);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1));
        var asked = (await _world.ListRoundsAsync())[0];
        await _world.Predictions.DeleteAsync(await _world.Predictions.ListAsync(asked.StreamId, asked.Slot, Token), Token);
        await _world.Rounds.TryReplaceAsync(asked with { State = RoundState.Asking, ReceivedCount = 0 }, Token);
        _world.Miners.Questions.Clear();

        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromMinutes(20));

        var round = (await _world.Rounds.FindAsync(asked.StreamId, asked.Slot, Token))!;
        Assert.Equal((RoundState.Asked, 2, asked.StartMs), (round.State, round.ReceivedCount, round.StartMs));
        Assert.Equal(2, (await _world.Predictions.ListAsync(asked.StreamId, asked.Slot, Token)).Count);
        Assert.DoesNotContain(_world.Miners.Questions, question => question.RequestUuid == asked.RequestUuid);
    }

    [Fact]
    public async Task A_round_interrupted_many_hours_ago_is_completed_where_its_answers_are_stored_and_missed_where_not()
    {
        await _world.RegisterAsync(1);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(2));
        var (stored, lost) = ((await _world.ListRoundsAsync())[0], (await _world.ListRoundsAsync())[2]);
        await _world.Rounds.TryReplaceAsync(stored with { State = RoundState.Asking }, Token);
        await _world.Rounds.TryReplaceAsync(lost with { State = RoundState.Asking }, Token);
        _world.Clock.Advance(TimeSpan.FromHours(20));

        await _world.NewInstance().Requests.AskAsync(Token);

        Assert.Equal(RoundState.Asked, (await _world.Rounds.FindAsync(stored.StreamId, stored.Slot, Token))!.State);
        var missed = (await _world.Rounds.FindAsync(lost.StreamId, lost.Slot, Token))!;
        Assert.Equal((RoundState.Missed, "the validator was interrupted while it asked"), (missed.State, missed.Reason));
    }

    [Fact]
    public async Task An_interrupted_round_whose_answers_cant_be_read_waits_and_keeps_no_later_round_from_being_asked()
    {
        await _world.RegisterAsync(1);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1));
        var asked = (await _world.ListRoundsAsync())[0];
        await _world.Rounds.TryReplaceAsync(asked with { State = RoundState.Asking }, Token);
        await Tampering.TruncateAsync(_world, Tampering.PathOf(asked.StreamId, asked.Slot, "answers"));
        var instance = _world.NewInstance();

        await _world.RunThroughFailuresAsync(instance, TimeSpan.FromHours(3));

        var rounds = await _world.ListRoundsAsync();
        Assert.Equal([RoundState.Asking, RoundState.Asked, RoundState.Asked, RoundState.Asked], rounds.Take(4).Select(round => round.State));
        Assert.Contains((await instance.Health.CheckAsync(Token)).Problems, problem => problem.Contains("/answers.json of container rounds is damaged", StringComparison.Ordinal));

        _world.Clock.Advance(TimeSpan.FromDays(16));
        await instance.Scores.ScoreAsync(Token);
        Assert.Equal(RoundState.Missed, (await _world.ListRoundsAsync())[0].State);
    }

    [Fact]
    public async Task A_round_with_nobody_to_ask_is_void()
    {
        await _world.RegisterAsync(0);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1));

        var round = (await _world.ListRoundsAsync())[0];
        Assert.Equal((RoundState.Void, "no miner has announced an axon"), (round.State, round.Reason));
    }

    [Fact]
    public async Task Where_the_stored_metagraph_has_nobody_to_ask_it_is_read_anew_before_a_round_is_given_up()
    {
        await _world.RegisterAsync(0);
        var instance = _world.NewInstance();
        await instance.Metagraphs.RefreshAsync(Token);
        await _world.RegisterAsync(2);
        await _world.RunAsync(instance, TimeSpan.FromHours(1));

        var round = (await _world.ListRoundsAsync())[0];
        Assert.Equal((RoundState.Asked, 2), (round.State, round.AskedCount));
    }
}
