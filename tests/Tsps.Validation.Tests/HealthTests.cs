using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Tsps.Domain;
using Tsps.Markets;
using Tsps.Scoring;
using Tsps.Storage;
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

    [Theory]
    [InlineData("scores")]
    [InlineData("answers")]
    public async Task A_stream_that_meets_a_document_of_a_newer_version_stands_still_and_says_so_and_another_goes_on(string document)
    {
        var world = new ValidatorWorld(azurite) { Settings = ValidatorWorld.SettingsOf(ScoringProfile.V4, ScoringProfile.V6) };
        await world.RegisterAsync(2);
        await world.RunAsync(world.NewInstance(), TimeSpan.FromHours(12));
        var rounds = await world.ListRoundsAsync();
        var slot = (document == "answers" ? rounds.First(round => round.State == RoundState.Asked) : rounds.Last(round => round.State == RoundState.Scored)).Slot;
        var blob = new BlobClient(world.Connection, "rounds", $"{world.Plan.Id}/{slot.Start:yyyy'/'MM'/'dd'/'HHmm}/{document}.json");
        await blob.UploadAsync(BinaryData.FromString("""{"schema":99}"""), overwrite: true, Token);
        var other = await world.Heads.ReadAsync("BTCUSD-5m-v6", Token);

        var instance = world.NewInstance();
        world.Clock.Advance(TimeSpan.FromHours(1));
        var refused = await Assert.ThrowsAsync<NewerSchemaException>(async () => await instance.Scores.ScoreAsync(Token));

        Assert.Contains($"/{document}.json' of container 'rounds' has schema 99", refused.Message, StringComparison.Ordinal);
        Assert.Equal(rounds, await world.ListRoundsAsync());
        Assert.NotEqual(other.LastScored, (await world.Heads.ReadAsync("BTCUSD-5m-v6", Token)).LastScored);
        Assert.Equal("""{"schema":99}""", (await blob.DownloadContentAsync(Token)).Value.Content.ToString());
        Assert.Contains((await instance.Health.CheckAsync(Token)).Problems, problem =>
            problem.StartsWith("BTCUSD-5m: ", StringComparison.Ordinal) && problem.Contains($"{document}.json' of container 'rounds' has schema 99", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("scores", true)]
    [InlineData("scores", false)]
    [InlineData("answers", true)]
    [InlineData("answers", false)]
    public async Task A_document_that_the_next_scoring_needs_and_that_is_gone_or_damaged_is_a_problem_beside_what_was_done_last(string document, bool isGone)
    {
        await _world.RegisterAsync(2);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(12));
        var before = await instance.Health.CheckAsync(Token);
        var rounds = await _world.ListRoundsAsync();
        var slot = (document == "answers" ? rounds.First(round => round.State == RoundState.Asked) : rounds.Last(round => round.State == RoundState.Scored)).Slot;
        var path = Tampering.PathOf(_world.Plan.Id, slot, document);
        await (isGone ? Tampering.DeleteBlobAsync(_world, path) : Tampering.TruncateAsync(_world, path));

        var health = await instance.Health.CheckAsync(Token);

        Assert.Contains(isGone ? $"{document}.json of round {slot} of BTCUSD-5m is gone" : $"Blob {path} of container rounds is damaged", Assert.Single(health.Problems), StringComparison.Ordinal);
        Assert.NotNull(before.LastScored);
        Assert.Equal((before.LastAsked, before.LastScored), (health.LastAsked, health.LastScored));
        Assert.Equal(before.Streams, health.Streams);
    }

    [Fact]
    public async Task A_waiting_rounds_lost_answers_stay_a_problem_for_as_long_as_it_waits()
    {
        await _world.RegisterAsync(1);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(11));
        var slot = (await _world.ListRoundsAsync()).First(round => round.State == RoundState.Asked).Slot;
        await Tampering.DeleteBlobAsync(_world, Tampering.PathOf(_world.Plan.Id, slot, "answers"));

        await _world.RunThroughFailuresAsync(instance, TimeSpan.FromDays(3));

        var problems = (await instance.Health.CheckAsync(Token)).Problems;
        Assert.Contains(problems, problem => problem.StartsWith($"answers.json of round {slot} of BTCUSD-5m is gone", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith($"round {slot} could be scored since", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("Score failed at", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rounds_that_nobody_scores_are_a_problem()
    {
        await _world.RegisterAsync(1);
        var instance = _world.NewInstance();
        for (var minute = 0; minute < 14 * 60; minute++)
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(1));
            await instance.Requests.AskAsync(Token);
        }

        var problem = Assert.Single((await instance.Health.CheckAsync(Token)).Problems);
        Assert.StartsWith("round 202403010000 could be scored since", problem, StringComparison.Ordinal);
        Assert.Equal([problem], (await _world.NewInstance().Health.CheckAsync(Token)).Problems);
    }

    [Fact]
    public async Task What_a_function_fails_for_is_a_problem_until_it_should_have_run_again()
    {
        await _world.RegisterAsync(1);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(1));
        await Tampering.ChangeRowAsync(_world, "metagraphs", "8", row => row["Schema"] = 99);

        await _world.RunThroughFailuresAsync(_world.NewInstance(), TimeSpan.FromHours(1));
        var failing = await instance.Health.CheckAsync(Token);
        await Tampering.ChangeRowAsync(_world, "metagraphs", "8", row => row["Schema"] = 3);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromMinutes(10));

        Assert.Contains(failing.Problems, problem => problem.StartsWith("Request failed at 2024-03-01 0", StringComparison.Ordinal) && problem.Contains("of table 'metagraphs'", StringComparison.Ordinal));
        Assert.DoesNotContain((await instance.Health.CheckAsync(Token)).Problems, problem => problem.StartsWith("Request", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Candles_that_cant_be_read_are_a_problem_and_no_failure_of_the_function()
    {
        await _world.RegisterAsync(1);
        _world.Candles = new CandleSeries(_world.Candles.Interval, []);
        var instance = _world.NewInstance();

        await _world.RunAsync(instance, TimeSpan.FromHours(1));

        Assert.Contains((await instance.Health.CheckAsync(Token)).Problems, problem => problem.StartsWith("Request failed at", StringComparison.Ordinal) && problem.Contains("simulated", StringComparison.Ordinal));

        await _world.RunAsync(instance, TimeSpan.FromHours(1));
        Assert.StartsWith("it was not asked within 60 minutes of its time: ", (await _world.ListRoundsAsync())[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_miners_that_cant_be_read_are_a_problem()
    {
        await _world.RegisterAsync(1);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(1));
        var table = _world.Tables.GetTableClient("silentminers");
        await table.CreateIfNotExistsAsync(Token);
        await table.UpsertEntityAsync(new TableEntity(_world.Plan.Id, "miners") { ["Schema"] = 2, ["Miners0"] = new byte[3] }, TableUpdateMode.Replace, Token);

        Assert.Contains("Row miners of partition BTCUSD-5m of table silentminers is damaged", Assert.Single((await instance.Health.CheckAsync(Token)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_of_a_newer_version_is_a_problem_and_its_round_is_neither_missed_nor_void()
    {
        await _world.RegisterAsync(1);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(1));
        var table = new TableClient(_world.Connection, "rounds");
        var row = (await table.GetEntityAsync<TableEntity>(_world.Plan.Id, "202403010100", cancellationToken: Token)).Value;
        row["Schema"] = 99;
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Token);
        var written = (await table.GetEntityAsync<TableEntity>(_world.Plan.Id, "202403010100", cancellationToken: Token)).Value.ETag;

        _world.Clock.Advance(TimeSpan.FromHours(3));
        await Assert.ThrowsAsync<NewerSchemaException>(async () => await instance.Requests.AskAsync(Token));
        await Assert.ThrowsAsync<NewerSchemaException>(async () => await instance.Scores.ScoreAsync(Token));

        var health = await instance.Health.CheckAsync(Token);
        Assert.Contains("'202403010100' of table 'rounds' has schema 99", Assert.Single(health.Problems), StringComparison.Ordinal);
        Assert.Equal("202403010000", health.LastAsked);
        Assert.Equal(written, (await table.GetEntityAsync<TableEntity>(_world.Plan.Id, "202403010100", cancellationToken: Token)).Value.ETag);
    }
}
