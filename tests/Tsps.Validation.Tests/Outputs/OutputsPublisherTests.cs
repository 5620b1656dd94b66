using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Domain;
using Tsps.Storage;
using Tsps.Testing;
using Tsps.Validation.Outputs;

namespace Tsps.Validation.Tests.Outputs;

[Trait(Categories.Name, Categories.Storage)]
public sealed class OutputsPublisherTests(AzuriteFixture azurite)
{
    private readonly ValidatorWorld _world = new(azurite);
    private readonly StorageWatch _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private StreamDefinition Stream => _world.Plan.Stream;

    private OutputStore Outputs => new(Blobs);

    private BlobServiceClient Blobs => new(_world.Connection, _storage.BlobOptions());

    private OutputsReader Reader => new(Outputs, _world.Settings);

    [Fact]
    public async Task There_is_no_document_before_the_first_answers_and_the_reason_is_given()
    {
        await NewPublisher().PublishAsync(Token);

        var missing = await Reader.FindAsync(null, OutputStore.LatestPredictions, Token);
        Assert.False(missing.IsFound);
        Assert.Equal(
            """{"error": "There is no latest_predictions.json of BTCUSD-5m yet: it is published after the first round of which an answer was kept."}""",
            missing.Json.ToString());
        Assert.False((await Reader.FindAsync("BTCUSD-5m", OutputStore.Performance, Token)).IsFound);
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_named_with_those_that_are()
    {
        var missing = await Reader.FindAsync("../ETH", OutputStore.LatestPredictions, Token);
        Assert.False(missing.IsFound);
        Assert.Equal("""{"error": "There is no stream '../ETH' here; there is BTCUSD-5m."}""", missing.Json.ToString());
    }

    [Fact]
    public async Task Forecasts_are_published_once_asked_the_newest_first_and_twice()
    {
        await _world.RegisterAsync(3);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(2));
        await NewPublisher().PublishAsync(Token);

        var round = (await _world.ListRoundsAsync()).Last(round => round.State == RoundState.Asked);
        var records = (await ReadAsync(OutputStore.LatestPredictions)).GetProperty(Stream.Id).EnumerateArray().ToArray();
        Assert.Equal([3, 3, 2, 1], records.Select(record => Enumerable.Range(1, 3).Single(uid => ValidatorWorld.HotkeyOf(uid).Address == record.GetProperty("miner_uid").GetString())));
        Assert.All(records, record =>
        {
            Assert.Equal(_world.Validator.Hotkey.Address, record.GetProperty("client_uuid").GetString());
            Assert.Equal($"{round.RequestUuid:D}", record.GetProperty("request_uuid").GetString());
            Assert.Equal((round.StartMs, round.EndMs), (record.GetProperty("start").GetInt64(), record.GetProperty("end").GetInt64()));
            Assert.Equal(Stream.PredictionSize, record.GetProperty("predictions").GetArrayLength());
            Assert.Equal("""{"tf": 5, "trade_pair": "BTCUSD"}""", record.GetProperty("additional_details").GetRawText());
        });
        var performance = await ReadAsync(OutputStore.Performance);
        Assert.Equal("""{"subnet_performance": [], "top_miners_7": [], "top_miners_7_predictions": []}""", performance.GetRawText());
    }

    [Fact]
    public async Task Each_scored_round_has_its_record_and_its_place_in_the_performance()
    {
        await _world.RegisterAsync(3);
        var instance = _world.NewInstance();
        for (var hour = 0; hour < 13; hour++)
        {
            await _world.RunAsync(instance, TimeSpan.FromHours(1));
            await NewPublisher().PublishAsync(Token);
        }

        var whole = new SubnetPerformance();
        var scored = (await _world.ListRoundsAsync()).Where(round => round.State == RoundState.Scored).ToArray();
        foreach (var round in scored)
        {
            var scores = (await _world.Documents.FindScoresAsync(Stream.Id, round.Slot, Token))!;
            var record = CmwRecord.From(scores, Stream, _world.Validator.Hotkey, scores.ScoredAtMs ?? round.ChangedAt.ToUnixTimeMilliseconds());
            whole.Add(record);
            Assert.Equal(CmwJson.Write(record), (await Outputs.FindBackupAsync(Stream.Id, round.RequestUuid, Token))!.ToArray());
        }

        var latest = LatestPredictions.Choose(PredictionRecord.From((await LastAnswersAsync())!, Stream, _world.Validator.Hotkey));
        Assert.NotEmpty(scored);
        Assert.Equal(
            PerformanceJson.Write(whole, latest, _world.Clock.GetUtcNow()),
            (await Reader.FindAsync(null, OutputStore.Performance, Token)).Json.ToArray());
    }

    [Fact]
    public async Task What_is_lost_of_the_container_is_made_anew_from_the_rounds()
    {
        await _world.RegisterAsync(2);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(13));
        await NewPublisher().PublishAsync(Token);
        await AssertSameWhenMadeAnewAsync();
    }

    [Fact]
    public async Task Four_instances_that_publish_at_once_and_one_later_leave_what_one_would()
    {
        await _world.RegisterAsync(2);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(12));
        await NewPublisher().PublishAsync(Token);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(2));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => NewPublisher().PublishAsync(Token).AsTask()));
        await AssertSameWhenMadeAnewAsync();
    }

    [Fact]
    public async Task An_instance_that_holds_an_older_history_publishes_what_a_new_one_would()
    {
        await _world.RegisterAsync(2);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(12));
        var (older, newer) = (NewPublisher(), NewPublisher());
        await older.PublishAsync(Token);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1));
        await newer.PublishAsync(Token);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1));
        await older.PublishAsync(Token);
        await AssertSameWhenMadeAnewAsync();

        await Blobs.DeleteBlobContainerAsync("outputs", cancellationToken: Token);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1));
        await older.PublishAsync(Token);
        await AssertSameWhenMadeAnewAsync();
    }

    [Fact]
    public async Task A_run_with_nothing_new_costs_two_operations_and_any_other_at_most_six_and_two_for_each_scored_round()
    {
        await _world.RegisterAsync(2);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(12));
        await NewPublisher().PublishAsync(Token);
        var scored = await CountScoredAsync();
        var costs = new List<int>();
        for (var run = 0; run < 12; run++)
        {
            await _world.RunAsync(instance, TimeSpan.FromMinutes(10));
            var before = _storage.Requests.Count;
            await NewPublisher().PublishAsync(Token);

            var added = -scored + (scored = await CountScoredAsync());
            costs.Add(_storage.Requests.Count - before);
            Assert.True(costs[^1] is var cost && (cost - (2 * added) is 5 or 6 || (cost == 2 && added == 0)), $"{costs[^1]} operations for {added} scored rounds");
        }

        Assert.Contains(2, costs);
        Assert.Contains(costs, cost => cost >= 7);

        var holding = NewPublisher();
        await holding.PublishAsync(Token);
        var held = _storage.Requests.Count;
        await holding.PublishAsync(Token);
        Assert.Equal(1, _storage.Requests.Count - held);
    }

    private async Task<int> CountScoredAsync() => (await _world.ListRoundsAsync()).Count(round => round.State == RoundState.Scored);

    private OutputsPublisher NewPublisher() => new(
        new RoundStore(new TableServiceClient(_world.Connection, _storage.TableOptions())),
        new RoundDocumentStore(Blobs),
        Outputs,
        _world.Validator,
        new StreamRuns(new StreamFailureStore(_world.Tables), _world.Clock, NullLogger<StreamRuns>.Instance),
        _world.Settings,
        _world.Clock,
        NullLogger<OutputsPublisher>.Instance);

    private async Task<JsonElement> ReadAsync(string name)
    {
        var document = await Reader.FindAsync(null, name, Token);
        Assert.True(document.IsFound);
        using var json = JsonDocument.Parse(document.Json);
        return json.RootElement.Clone();
    }

    private async Task<RoundAnswers?> LastAnswersAsync()
    {
        var round = (await _world.ListRoundsAsync()).Last(round => round.ReceivedCount > 0);
        return await _world.Documents.FindAnswersAsync(Stream.Id, round.Slot, Token);
    }

    private async Task AssertSameWhenMadeAnewAsync()
    {
        var before = await SnapshotAsync();
        await Blobs.DeleteBlobContainerAsync("outputs", cancellationToken: Token);
        await NewPublisher().PublishAsync(Token);
        Assert.Equal(before, await SnapshotAsync());
    }

    private async Task<(string Latest, string Performance)> SnapshotAsync() => (
        (await Reader.FindAsync(null, OutputStore.LatestPredictions, Token)).Json.ToString(),
        (await Reader.FindAsync(null, OutputStore.Performance, Token)).Json.ToString());
}
