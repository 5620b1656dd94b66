using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

/// <summary>Rows and documents of older schemas, exactly as those versions wrote them, are still read; newer ones are refused and stay as they are.</summary>
[Trait(Categories.Name, Categories.Storage)]
public sealed class SchemaTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private const string Folder = $"{Stream}/2024/03/01/1200";

    private static readonly Guid RequestUuid = new("6c1f5d0e-9a3b-4a55-8a57-0d5f4c7a1b2c");

    private static RoundSlot Slot => SlotAt(Noon);

    public static TheoryData<string> RowKinds => [.. Rows.Keys];

    public static TheoryData<string> DocumentKinds => [.. Documents.Keys];

    /// <summary>By name, where a row of each kind lies, and everything that reads or writes there; first what reads all of it.</summary>
    private static Dictionary<string, (string Table, string Partition, string Row, Func<SchemaTests, ValueTask>[] Uses)> Rows { get; } = new()
    {
        ["round"] = ("rounds", Stream, "202403011200",
        [
            async test => await new RoundStore(test.Tables).FindAsync(Stream, Slot, Token),
            async test => await new RoundStore(test.Tables).ListAsync(Stream, Slot, Slot, Token),
            async test => await new RoundStore(test.Tables).ListOpenAsync(Stream, Slot, Slot, Slot, Token),
            async test => await new RoundStore(test.Tables).ListBeforeAsync(Stream, SlotAt(Noon.AddHours(1)), Token),
        ]),
        ["prediction"] = ("predictions", $"{Stream}|202403011200", "5Alice",
        [
            async test => await new PredictionStore(test.Tables).ListAsync(Stream, Slot, Token),
            async test => await new PredictionStore(test.Tables).MoveAsync([NewPrediction()], Token),
            async test => await new PredictionStore(test.Tables).VoidAsync(Stream, Slot, "lost", Token),
        ]),
        ["history"] = ("history", $"{Stream}|202403", "5Alice|202403011200",
        [
            async test => await new MinerHistoryStore(test.Tables).ListAsync(Stream, new Hotkey("5Alice"), Slot, Slot, Token),
            test => new MinerHistoryStore(test.Tables).SaveAsync([NewPrediction()], Token),
        ]),
        ["truth"] = ("truths", $"{Stream}|202403", "1709294400000",
        [
            async test => await new TruthStore(test.Tables).ListAsync(Stream, Noon.ToUnixTimeMilliseconds(), Noon.ToUnixTimeMilliseconds(), Token),
            async test => await new TruthStore(test.Tables).AddAsync(Stream, [new TruthClose(Noon.ToUnixTimeMilliseconds(), 1, [])], Token),
        ]),
        ["failure"] = ("failures", Stream, "Score", [async test => await new StreamFailureStore(test.Tables).ListAsync(Stream, Noon, Token)]),
        ["head"] = ("heads", Stream, "scores", [async test => await new ScoreHeadStore(test.Tables).ReadAsync(Stream, Token)]),
        ["weights"] = ("heads", "weights", "finney|8", [async test => await new SubmittedWeightsStore(test.Tables, "finney").ReadAsync(8, Token)]),
        ["submission"] = ("heads", "weights", $"finney|8|20240301120000000|{RequestUuid:N}",
            [async test => await new SubmittedWeightsStore(test.Tables, "finney").ListSentAsync(8, Noon, Noon, Token)]),
        ["training"] = ("heads", "training", Stream,
        [
            async test => await new TrainingStore(test.Tables).IsTakenAsync(Stream, Slot, Token),
            async test => await new TrainingStore(test.Tables).TryTakeAsync(Stream, Slot, Noon, Token),
        ]),
        ["metagraph"] = ("metagraphs", "8", "current",
        [
            async test => await new MetagraphStore(test.Tables, test.Blobs).LoadAsync("finney", 8, Token),
            test => new MetagraphStore(test.Tables, test.Blobs).SaveAsync("finney", new Metagraph(8, 1, Noon, []), Token),
        ]),
        ["silent miners"] = ("silentminers", Stream, "miners", [async test => await new SilentMinerStore(test.Tables).ReadAsync(Stream, Token)]),
        ["commitment of weights"] = ("weightcommitments", "8|5Alice", "0x01",
            [async test => await new WeightCommitmentTable(test.Tables, "finney").ListAsync(8, new Hotkey("5Alice"), Token)]),
        ["nonce"] = ("nonces", "5Alice", KeyOf("uuid"),
        [
            async test => await new NonceTable(test.Tables).FindAsync("5Alice", "uuid", Token),
            async test => await new NonceTable(test.Tables).DeleteExpiredAsync(Noon, Token),
        ]),
        ["commitment"] = ("commitments", "5Alice", KeyOf($"{Stream}\nuuid"),
        [
            async test => await new CommitmentTable(test.Tables).FindAsync("5Alice", Stream, "uuid", Token),
            async test => await new CommitmentTable(test.Tables).AddAsync("5Alice", Stream, "uuid", [1], Noon, Token),
            async test => await new CommitmentTable(test.Tables).DeleteExpiredAsync(Noon, Token),
        ]),
    };

    private static Dictionary<string, (string Container, string Path, Func<SchemaTests, ValueTask> Use)> Documents { get; } = new()
    {
        ["answers"] = ("rounds", $"{Folder}/answers.json", async test => await new RoundDocumentStore(test.Blobs).FindAnswersAsync(Stream, Slot, Token)),
        ["scores"] = ("rounds", $"{Folder}/scores.json", async test => await new RoundDocumentStore(test.Blobs).FindScoresAsync(Stream, Slot, Token)),
        ["weights"] = ("rounds", $"{Folder}/weights.json", async test => await new RoundDocumentStore(test.Blobs).FindWeightsAsync(Stream, Slot, Token)),
        ["metagraph"] = ("metagraphs", "8.json", async test => await new MetagraphStore(test.Tables, test.Blobs).LoadAsync("finney", 8, Token)),
        ["history of outputs"] = ("outputs", $"{Stream}/history.json", async test => await new OutputStore(test.Blobs).ReadHistoryAsync(Stream, Token)),
    };

    [Theory]
    [MemberData(nameof(RowKinds))]
    public async Task A_row_of_a_newer_schema_is_refused_by_name_and_left_as_it_is(string kind)
    {
        var (table, partition, row, uses) = Rows[kind];
        var written = await AddAsync(table, new TableEntity(partition, row) { ["Schema"] = 99, ["KeepUntil"] = Noon.AddDays(-1), ["Meaning"] = "unknown" });

        foreach (var use in uses)
        {
            var refused = await Assert.ThrowsAsync<NewerSchemaException>(async () => await use(this));
            Assert.All((string[])[$"'{table}'", $"'{partition}'", $"'{row}'", "schema 99", "deploy"], part => Assert.Contains(part, refused.Message, StringComparison.Ordinal));
        }

        Assert.Equal(written, (await Tables.GetTableClient(table).GetEntityAsync<TableEntity>(partition, row, cancellationToken: Token)).Value.ETag);
    }

    [Theory]
    [InlineData("round")]
    [InlineData("prediction")]
    [InlineData("history")]
    [InlineData("truth")]
    [InlineData("submission")]
    public async Task Rows_that_cant_be_read_are_listed_apart_where_the_reader_asks_for_that(string kind)
    {
        var (table, partition, row, _) = Rows[kind];
        await AddAsync(table, new TableEntity(partition, row) { ["Schema"] = 99 });
        var newer = await ListAsync();
        await Tables.GetTableClient(table).UpdateEntityAsync(new TableEntity(partition, row) { ["Schema"] = 1 }, ETag.All, TableUpdateMode.Replace, Token);
        var damaged = await ListAsync();

        Assert.Equal([row, row], [newer.RowKey, damaged.RowKey]);
        Assert.Contains("has schema 99", newer.Problem, StringComparison.Ordinal);
        Assert.StartsWith($"Row {row} of partition {partition} of table {table} is damaged: ", damaged.Problem, StringComparison.Ordinal);

        async Task<UnreadableRow> ListAsync()
        {
            var unreadable = new List<UnreadableRow>();
            var read = kind switch
            {
                "round" => (await new RoundStore(Tables).ListAsync(Stream, Slot, Slot, Token, unreadable)).Count,
                "prediction" => (await new PredictionStore(Tables).ListAsync(Stream, Slot, Token, unreadable)).Count,
                "history" => (await new MinerHistoryStore(Tables).ListAsync(Stream, new Hotkey("5Alice"), Slot, Slot, Token, unreadable)).Count,
                "truth" => (await new TruthStore(Tables).ListAsync(Stream, Noon.ToUnixTimeMilliseconds(), Noon.ToUnixTimeMilliseconds(), Token, unreadable)).Count,
                _ => (await new SubmittedWeightsStore(Tables, "finney").ListSentAsync(8, Noon, Noon, Token, unreadable)).Count,
            };
            Assert.Equal(0, read);
            return Assert.Single(unreadable);
        }
    }

    [Theory]
    [MemberData(nameof(RowKinds))]
    public async Task A_row_that_cant_be_read_is_refused_by_name(string kind)
    {
        var (table, partition, row, uses) = Rows[kind];
        await AddAsync(table, new TableEntity(partition, row) { ["Schema"] = 1, ["LastScored"] = true, ["Slot"] = true, ["Miners0"] = "[{"u8.ToArray(), ["Closes"] = new byte[3] });

        var refused = await Assert.ThrowsAsync<DamagedDataException>(async () => await uses[0](this));

        Assert.StartsWith($"Row {row} of partition {partition} of table {table} is damaged: ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(DocumentKinds))]
    public async Task A_document_of_a_newer_schema_is_refused_by_name_whatever_else_it_has(string kind)
    {
        var (container, path, use) = Documents[kind];
        foreach (var json in (string[])["""{"schema":99,"meaning":"unknown"}""", """{"meaning":{"schema":1},"list":[1,[2]],"schema":99}"""])
        {
            await UploadAsync(container, path, BinaryData.FromString(json));
            var refused = await Assert.ThrowsAsync<NewerSchemaException>(async () => await use(this));
            Assert.All((string[])[$"'{container}'", $"'{path}'", "schema 99", "deploy"], part => Assert.Contains(part, refused.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_round_with_a_document_of_a_newer_schema_gets_no_other_one()
    {
        await UploadAsync("rounds", $"{Folder}/scores.json", BinaryData.FromString("""{"schema":99}"""));
        await Assert.ThrowsAsync<NewerSchemaException>(async () => await new RoundDocumentStore(Blobs).CreateScoresAsync(NewScores(), Slot, Token));
        Assert.Equal("""{"schema":99}""", (await Blobs.GetBlobContainerClient("rounds").GetBlobClient($"{Folder}/scores.json").DownloadContentAsync(Token)).Value.Content.ToString());
    }

    [Fact]
    public async Task An_archive_of_a_newer_schema_or_with_a_newer_document_in_it_is_refused_and_not_merged_with()
    {
        var archives = new DayArchiveStore(Blobs);
        var day = DateOnly.FromDateTime(Noon.UtcDateTime);
        DayArchive archive = new() { StreamId = Stream, Day = "20240301", Rounds = [], Truths = [] };
        var round = new ArchivedRound(Slot.Key, RoundState.Scored, Noon, RequestUuid, 1, 2, 1, 1, null, null, Noon, [], null, NewScores() with { Schema = 99 }, null);
        foreach (var newer in (DayArchive[])[archive with { Schema = 99 }, archive with { Rounds = [round] }])
        {
            await Blobs.GetBlobContainerClient("archive").DeleteIfExistsAsync(cancellationToken: Token);
            await archives.TryKeepAsync(newer, day, Token);
            var refused = await Assert.ThrowsAsync<NewerSchemaException>(async () => await archives.FindAsync(Stream, day, Token));
            Assert.Contains("'BTCUSD-5m/2024/03/01.json.gz' of container 'archive' has schema 99", refused.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<NewerSchemaException>(async () => await archives.TryKeepAsync(archive, day, Token));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_head_of_an_older_schema_is_still_read_and_moves_on(int schema)
    {
        await AddAsync("heads", new TableEntity(Stream, "scores")
        {
            ["Schema"] = schema,
            ["LastScored"] = "202403011200",
            ["LastWeighted"] = "202403011100",
            ["WeightsSetAt"] = Noon,
            ["WeightsFailure"] = "too fast",
        });

        var heads = new ScoreHeadStore(Tables);
        var read = await heads.ReadAsync(Stream, Token);
        Assert.Equal((Slot, null), (read.LastScored, read.Subnet));
        Assert.NotNull(await heads.TryWriteAsync(read with { LastScored = SlotAt(Noon.AddHours(1)) }, Token));
    }

    [Fact]
    public async Task Submitted_weights_of_schema_1_are_still_read_and_move_on()
    {
        await AddAsync("heads", new TableEntity("weights", "8")
        {
            ["Schema"] = 1,
            ["Submitted"] = $$"""{"{{Stream}}":"202403011200"}""",
            ["Weights"] = """[{"uid":3,"value":65535},{"uid":9,"value":12}]""",
            ["SetAt"] = Noon,
            ["Failure"] = "too fast",
            ["Failures"] = 2,
            ["RetryAt"] = Noon.AddMinutes(10),
        });

        var submissions = new SubmittedWeightsStore(Tables, "finney");
        var read = await submissions.ReadAsync(8, Token);
        Assert.Equal(Slot, read.Submitted[Stream]);
        Assert.Equal(Noon, read.Renewed[Stream]);
        Assert.Equal([new UidWeight(3, 65535), new UidWeight(9, 12)], read.Weights);
        Assert.Equal((Noon, "too fast", 2, Noon.AddMinutes(10)), (read.SetAt, read.Failure, read.Failures, read.RetryAt));
        Assert.True(await submissions.TryWriteAsync(read with { Failure = null }, Token));
        Assert.Null((await submissions.ReadAsync(8, Token)).Failure);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Scores_of_an_older_schema_are_still_read(int schema)
    {
        await UploadAsync("rounds", $"{Folder}/scores.json", BinaryData.FromString(
            $$"""{"schema":{{schema}},"streamId":"{{Stream}}","slot":"202403011200","requestUuid":"{{RequestUuid}}","previousSlot":"202403011100","profile":"v4","truthSource":"binance","truthCloses":[1.5,2],"deregistered":["5Bob"],"geometricMean":0.5,"miners":[{"hotkey":"5Alice","uid":1,"rmse":12.5,"share":1}],"state":[{"hotkey":"5Alice","score":0.25}]}"""));

        var read = (await new RoundDocumentStore(Blobs).FindScoresAsync(Stream, Slot, Token))!;
        Assert.Equal((schema, null, null, "202403011100"), (read.Schema, read.ScoredAtMs, read.VoidReason, read.PreviousSlot));
        Assert.Null(read.Subnet);
        Assert.Equal([new StateEntry("5Alice", 0.25)], read.State);
        Assert.Equal([new MinerScore("5Alice", 1, 12.5, 1)], read.Miners);
        Assert.Empty(read.Unregistered);
    }

    [Fact]
    public async Task Answers_of_schema_1_are_still_read()
    {
        await UploadAsync("rounds", $"{Folder}/answers.json", BinaryData.FromString(
            $$"""{"schema":1,"streamId":"{{Stream}}","slot":"202403011200","requestUuid":"{{RequestUuid}}","startMs":1,"endMs":2,"sampleColumns":3,"replies":[{"hotkey":"5Alice","uid":1,"statusCode":200,"closes":[1.5,2]}]}"""));

        var read = (await new RoundDocumentStore(Blobs).FindAnswersAsync(Stream, Slot, Token))!;
        Assert.Equal((1, null, 1, 2, 3), (read.Schema, read.Subnet, read.StartMs, read.EndMs, read.SampleColumns));
        Assert.Equal([1.5, 2], Assert.Single(read.Replies).Closes!);
    }

    private static string KeyOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Prediction NewPrediction() => new() { StreamId = Stream, Slot = Slot, Hotkey = new Hotkey("5Alice"), Uid = 1, State = PredictionState.Void };

    private static RoundScores NewScores() => new()
    {
        StreamId = Stream,
        Slot = Slot.Key,
        RequestUuid = RequestUuid,
        PreviousSlot = null,
        Profile = "v4",
        TruthSource = "test",
        TruthCloses = [],
        Deregistered = [],
        GeometricMean = 0,
        Miners = [],
        State = [],
    };

    private async Task<ETag> AddAsync(string table, TableEntity row)
    {
        await Tables.CreateTableIfNotExistsAsync(table, Token);
        return (await Tables.GetTableClient(table).AddEntityAsync(row, Token)).Headers.ETag!.Value;
    }

    private async Task UploadAsync(string container, string path, BinaryData content)
    {
        var client = Blobs.GetBlobContainerClient(container);
        await client.CreateIfNotExistsAsync(cancellationToken: Token);
        await client.GetBlobClient(path).UploadAsync(content, overwrite: true, Token);
    }
}
