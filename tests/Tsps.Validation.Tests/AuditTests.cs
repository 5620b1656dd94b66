using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Tsps.Domain;
using Tsps.Markets;
using Tsps.Testing;
using Tsps.Validation.Audit;

namespace Tsps.Validation.Tests;

/// <summary>Whatever is changed in what is stored, an audit names it, and audits the rest all the same.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class AuditTests
{
    private const int Refusing = 3;

    private static readonly Dictionary<string, Tamper> Tampers = new()
    {
        ["scores.json is cut off"] = Blob("scores", Tampering.TruncateAsync, "/scores.json of container rounds is damaged"),
        ["answers.json is cut off"] = Blob("answers", Tampering.TruncateAsync, "/answers.json of container rounds is damaged"),
        ["weights.json is cut off"] = Blob("weights", Tampering.TruncateAsync, "/weights.json of container rounds is damaged"),
        ["scores.json is no object"] = Blob("scores", (world, path) => Tampering.ChangeBlobAsync(world, path, _ => "null"u8.ToArray()), "/scores.json of container rounds is damaged"),
        ["scores.json lacks its miners"] = Text("scores", "\"miners\":[", "\"miners\":null,\"other\":[", "/scores.json of container rounds is damaged"),
        ["a miner is in scores.json twice"] = Blob("scores", RepeatMinerAsync, "scores.json: names 5"),
        ["an answer is null"] = Text("answers", "\"replies\":[", "\"replies\":[null,", "round: nothing can be computed from what is stored of it"),
        ["scores.json is deleted"] = new((world, round) => Tampering.DeleteBlobAsync(world, Tampering.PathOf(round.StreamId, round.Slot, "scores")), "scores.json: is missing"),
        ["answers.json is deleted"] = new((world, round) => Tampering.DeleteBlobAsync(world, Tampering.PathOf(round.StreamId, round.Slot, "answers")), "answers.json: is missing"),
        ["weights.json is deleted"] = new((world, round) => Tampering.DeleteBlobAsync(world, Tampering.PathOf(round.StreamId, round.Slot, "weights")), "weights.json: is missing"),
        ["an unknown profile"] = Text("scores", "\"profile\":\"v4\"", "\"profile\":\"v9\"", "profile in scores.json: stored v9, recomputed v4"),
        ["the profile of weights.json"] = Text("weights", "\"profile\":\"v4\"", "\"profile\":\"v6\"", "profile in weights.json: stored v6, recomputed v4"),
        ["the weight of the round"] = Text("scores", "\"geometricMean\":", "\"geometricMean\":1", "weight of the round: stored 1"),
        ["a weight"] = Text("weights", "\"weight\":1}", "\"weight\":0.5}", "weight of 5"),
        ["a uid in scores.json"] = Text("scores", "\"uid\":1,", "\"uid\":7,", "uid of 5"),
        ["two hotkeys with a uid in weights.json"] = Text("weights", "\"uid\":2}", "\"uid\":1}", "gives uid 1 to 5"),
        ["another start in answers.json"] = Text("answers", "\"startMs\":", "\"startMs\":1", "start of the round in its row"),
        ["a row's share is a text"] = Row("predictions", RoundPartition, row => row["Share"] = "0", "of table predictions is damaged"),
        ["a row's state is none"] = Row("predictions", RoundPartition, row => row["State"] = "Lost", "of table predictions is damaged"),
        ["a row's share"] = Row("predictions", RoundPartition, row => row["Share"] = 0.125, "share in the row of 5"),
        ["a row's rmse"] = Row("predictions", RoundPartition, row => row["Rmse"] = 0.125, "rmse in the row of 5"),
        ["a row's score"] = Row("predictions", RoundPartition, row => row["Score"] = 0.125, "score in the row of 5"),
        ["a row's uid"] = Row("predictions", RoundPartition, row => row["Uid"] = 77, "uid in the row of 5"),
        ["a refused row's reason"] = Row("predictions", RoundPartition, row => row["Reason"] = "late", "reason in the row of 5", Refusing),
        ["a refused row's state"] = Row("predictions", RoundPartition, row => row["State"] = nameof(PredictionState.Void), "state in the row of 5", Refusing),
        ["a refused row's status"] = Row("predictions", RoundPartition, row => row["StatusCode"] = 201, "status in the row of 5", Refusing),
        ["a row is deleted"] = new((world, round) => Tampering.DeleteRowAsync(world, "predictions", RoundPartition(round)), "table predictions has none that can be read"),
        ["a history's score is a text"] = Row("history", MonthPartition, row => row["Score"] = "0", "of table history is damaged"),
        ["a history's share"] = Row("history", MonthPartition, row => row["Share"] = 0.125, "history of 5"),
        ["a round's start is a text"] = Row("rounds", StreamPartition, row => row["StartMs"] = "1", "of table rounds is damaged"),
        ["a round's start"] = Row("rounds", StreamPartition, row => row["StartMs"] = row.GetInt64("StartMs") + 300_000, "start of the round in its row"),
        ["a round's end"] = Row("rounds", StreamPartition, row => row["EndMs"] = row.GetInt64("EndMs") + 300_000, "end of the round in its row"),
        ["a round's count of answers"] = Row("rounds", StreamPartition, row => row["Received"] = 1, "number of answers received in the round's row: stored 1, recomputed 2"),
        ["a round's count of miners"] = Row("rounds", StreamPartition, row => row["Asked"] = 4, "number of miners asked in the round's row: stored 4, recomputed 3"),
        ["a round's uuid"] = Row("rounds", StreamPartition, row => row["RequestUuid"] = Guid.Empty, "uuid of the request in answers.json"),
        ["a round's reason"] = Row("rounds", StreamPartition, row => row["Reason"] = "none", "reason in the round's row: stored none, recomputed nothing"),
        ["a round that is open again"] = Row("rounds", StreamPartition, row => row["State"] = nameof(RoundState.Asked), "state of the round: stored Asked, recomputed Scored"),
        ["a round that is void"] = Row("rounds", StreamPartition, row => row["State"] = nameof(RoundState.Void), "state of the round: stored Void, recomputed Scored"),
        ["a round's row is deleted"] = new((world, round) => Tampering.DeleteRowAsync(world, "rounds", round.StreamId, round.Slot.Key), "the round before"),
        ["a true close"] = Truth(row => row["Close"] = row.GetDouble("Close") + 1, "true close of 2024-03-0"),
        ["a true close is a text"] = Truth(row => row["Close"] = "1", "of table truths is damaged"),
        ["what a source gave"] = Truth(row => row["Sources"] = "[{\"source\":\"simulated\",\"close\":1}]", "while its sources gave simulated 1"),
        ["who gave a close"] = Truth(row => row["Sources"] = row.GetString("Sources").Replace("simulated", "nobody", StringComparison.Ordinal), "sources of the true closes"),
        ["a true close is deleted"] = new(
            (world, round) => Tampering.DeleteRowAsync(world, "truths", MonthPartition(round), FirstTruth(round)), "table truths has no row 17"),
    };

    private readonly ValidatorWorld _world = new();

    private delegate Task Change(ValidatorWorld world, Round round);

    public static TheoryData<string> Kinds => [.. Tampers.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_changed_is_named_and_the_other_rounds_are_audited_all_the_same(string kind)
    {
        await LiveAsync();
        var clean = await AuditAsync();
        var scored = (await _world.ListRoundsAsync()).Where(round => round.State == RoundState.Scored).ToArray();
        var round = scored[scored.Length / 2];
        var (change, expected) = Tampers[kind];
        await change(_world, round);

        var report = await AuditAsync();

        Assert.Empty(clean.Findings);
        Assert.True(clean.RoundsScored >= 5);
        Assert.Contains(report.Findings, finding => finding.ToString().Contains(expected, StringComparison.Ordinal));
        Assert.All(report.Findings, finding => Assert.Equal(round.StreamId, finding.StreamId));
        Assert.InRange(report.Rounds, clean.Rounds - 1, clean.Rounds);
    }

    [Theory]
    [InlineData(true, "is missing")]
    [InlineData(false, "answers.json of container rounds is damaged")]
    public async Task Answers_that_wait_to_be_scored_are_named_when_they_are_lost(bool isDeleted, string expected)
    {
        await LiveAsync();
        var round = (await _world.ListRoundsAsync()).First(round => round.State == RoundState.Asked);
        var path = Tampering.PathOf(round.StreamId, round.Slot, "answers");
        await (isDeleted ? Tampering.DeleteBlobAsync(_world, path) : Tampering.TruncateAsync(_world, path));

        var finding = Assert.Single((await AuditAsync()).Findings);

        Assert.Equal((round.Slot.Key, "answers.json"), (finding.Slot, finding.What));
        Assert.Contains(expected, finding.Stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_damaged_document_is_no_difference_of_any_other_round()
    {
        await LiveAsync();
        var scored = (await _world.ListRoundsAsync()).Where(round => round.State == RoundState.Scored).ToArray();
        await Tampering.TruncateAsync(_world, Tampering.PathOf(scored[2].StreamId, scored[2].Slot, "answers"));

        var report = await AuditAsync();

        Assert.Equal(scored.Length, report.RoundsScored);
        Assert.All(report.Findings, finding => Assert.Equal(scored[2].Slot.Key, finding.Slot));
    }

    [Theory]
    [InlineData("answers", 1)]
    [InlineData("weights", 1)]
    [InlineData("scores", 2)]
    public async Task What_cant_be_read_is_not_said_to_be_missing(string document, int findings)
    {
        await LiveAsync();
        var scored = (await _world.ListRoundsAsync()).Where(round => round.State == RoundState.Scored).ToArray();
        await Tampering.TruncateAsync(_world, Tampering.PathOf(scored[2].StreamId, scored[2].Slot, document));

        var report = await AuditAsync();

        Assert.Equal(findings, report.Findings.Count);
        Assert.All(report.Findings, finding => Assert.DoesNotContain("is missing", finding.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rounds", 1)]
    [InlineData("predictions", 2)]
    [InlineData("history", 2)]
    public async Task A_row_of_a_newer_schema_hides_no_other_one(string table, int findings)
    {
        await LiveAsync();
        var clean = await AuditAsync();
        var scored = (await _world.ListRoundsAsync()).Where(round => round.State == RoundState.Scored).ToArray();
        var partition = table switch { "rounds" => scored[2].StreamId, "history" => MonthPartition(scored[2]), _ => RoundPartition(scored[2]) };
        var row = table switch { "rounds" => scored[2].Slot.Key, "history" => $"{ValidatorWorld.HotkeyOf(1)}|{scored[2].Slot.Key}", _ => ValidatorWorld.HotkeyOf(1).Address };
        await Tampering.ChangeRowAsync(_world, table, partition, entity => entity["Schema"] = 99, row);

        var report = await AuditAsync();

        Assert.Equal(findings, report.Findings.Count);
        Assert.Contains($"'{row}' of table '{table}' has schema 99", Assert.Single(report.Findings, finding => finding.Recomputed is null && finding.Stored.Contains("schema", StringComparison.Ordinal)).Stored, StringComparison.Ordinal);
        Assert.Equal(table == "rounds" ? clean.RoundsScored - 1 : clean.RoundsScored, report.RoundsScored);
    }

    [Fact]
    public async Task A_true_close_of_a_newer_schema_is_lacking_alone()
    {
        await LiveAsync();
        var scored = (await _world.ListRoundsAsync()).Where(round => round.State == RoundState.Scored).ToArray();
        var key = "";
        await Tampering.ChangeRowAsync(_world, "truths", MonthPartition(scored[2]), row => (row["Schema"], key) = (99, row.RowKey), FirstTruth(scored[2]));

        var report = await AuditAsync();

        Assert.NotEmpty(report.Findings);
        Assert.All(report.Findings, finding => Assert.Contains(key, finding.Stored, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_round_of_a_newer_schema_is_named_and_is_not_said_to_be_gone()
    {
        await LiveAsync();
        var last = (await _world.ListRoundsAsync()).Last(round => round.State == RoundState.Scored);
        await Tampering.ChangeRowAsync(_world, "rounds", last.StreamId, row => row["Schema"] = 99, last.Slot.Key);

        Assert.Contains("has schema 99", Assert.Single((await AuditAsync()).Findings).Stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_round_that_is_gone_is_told_by_the_head()
    {
        await LiveAsync();
        var scored = (await _world.ListRoundsAsync()).Where(round => round.State == RoundState.Scored).ToArray();
        await Tampering.DeleteRowAsync(_world, "rounds", scored[^1].StreamId, scored[^1].Slot.Key);

        var findings = (await AuditAsync()).Findings;

        Assert.Contains(findings, finding => (finding.What, finding.Stored, finding.Recomputed) == ("the slot scored last, in table heads", scored[^1].Slot.Key, scored[^2].Slot.Key));
        Assert.Contains(findings, finding => (finding.Slot, finding.What) == (scored[^1].Slot.Key, "row of the round"));
        Assert.Equal(2, findings.Count);
    }

    [Fact]
    public async Task A_head_that_is_gone_is_named()
    {
        await LiveAsync();
        var last = (await _world.ListRoundsAsync()).Last(round => round.State == RoundState.Scored);
        await Tampering.DeleteRowAsync(_world, "heads", last.StreamId);

        var finding = Assert.Single((await AuditAsync()).Findings);

        Assert.Equal(("the slot scored last, in table heads", "none", last.Slot.Key), (finding.What, finding.Stored, finding.Recomputed));
    }

    [Fact]
    public async Task A_head_that_was_moved_back_is_named()
    {
        await LiveAsync();
        var first = (await _world.ListRoundsAsync()).First(round => round.State == RoundState.Scored);
        await Tampering.ChangeRowAsync(_world, "heads", first.StreamId, row => row["LastScored"] = first.Slot.Key);

        Assert.Equal(first.Slot.Key, Assert.Single((await AuditAsync()).Findings).Stored);
    }

    [Theory]
    [InlineData("registry", 9, "subnet 9 of registry")]
    [InlineData("0x00", 8, "subnet 8 of 0x00")]
    [InlineData(null, null, "none")]
    public async Task A_head_of_another_subnet_than_its_scores_is_named(string? chain, int? netuid, string stored)
    {
        await LiveAsync();
        var last = (await _world.ListRoundsAsync()).Last(round => round.State == RoundState.Scored);
        await Tampering.ChangeRowAsync(_world, "heads", last.StreamId, row => (row["Chain"], row["Netuid"]) = (chain, netuid));

        var finding = Assert.Single((await AuditAsync()).Findings);

        Assert.Equal(("subnet of the slot scored last, in table heads", stored, "subnet 8 of registry"), (finding.What, finding.Stored, finding.Recomputed));
    }

    /// <summary>The validator was ended before it wrote the round's row, and maybe the head.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_last_round_with_scores_whose_row_still_waits_is_no_difference(int head)
    {
        await LiveAsync();
        var scored = (await _world.ListRoundsAsync()).Where(round => round.State == RoundState.Scored).ToArray();
        await Tampering.ChangeRowAsync(_world, "rounds", scored[^1].StreamId, row => row["State"] = nameof(RoundState.Asked), scored[^1].Slot.Key);
        await Tampering.ChangeRowAsync(_world, "heads", scored[^1].StreamId, row => row["LastScored"] = scored[^head].Slot.Key);

        var report = await AuditAsync();

        Assert.Empty(report.Findings);
        Assert.Equal(scored.Length - 1, report.RoundsScored);
    }

    [Fact]
    public async Task A_round_that_is_void_since_nobody_answered_has_no_usable_answer()
    {
        _world.Miners.Answer = (_, _) => null;
        await _world.RegisterAsync(2);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(14));
        var clean = await AuditAsync();
        var round = (await _world.ListRoundsAsync()).First(round => round.State == RoundState.Void);
        await Tampering.ReplaceTextAsync(_world, Tampering.PathOf(round.StreamId, round.Slot, "answers"), "\"closes\":null", "\"closes\":[1]");

        Assert.Empty(clean.Findings);
        Assert.True(clean.RoundsVoid > 0);
        Assert.Contains((await AuditAsync()).Findings, finding => finding.What.StartsWith("usable answers in answers.json", StringComparison.Ordinal) && finding.Slot == round.Slot.Key);
    }

    [Theory]
    [InlineData("answers")]
    [InlineData("scores")]
    public async Task The_documents_of_a_void_round_are_not_to_be_missing(string document)
    {
        var lost = ValidatorWorld.Start.AddHours(6).ToUnixTimeMilliseconds();
        _world.Candles = new CandleSeries(_world.Candles.Interval, _world.Candles.Where(candle => candle.OpenTimeMs != lost));
        await _world.RegisterAsync(2);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(48));
        var clean = await AuditAsync();
        var round = (await _world.ListRoundsAsync()).First(round => round.State == RoundState.Void);
        await Tampering.DeleteBlobAsync(_world, Tampering.PathOf(round.StreamId, round.Slot, document));

        var finding = Assert.Single((await AuditAsync()).Findings);

        Assert.Empty(clean.Findings);
        Assert.Equal((round.Slot.Key, $"{document}.json", "is missing"), (finding.Slot, finding.What, finding.Stored));
    }

    [Fact]
    public async Task A_round_that_is_void_since_there_was_nobody_to_ask_has_no_documents()
    {
        await _world.RegisterAsync(0);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(3));

        var report = await AuditAsync();

        Assert.True(report.RoundsVoid > 0);
        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task A_time_without_rounds_is_told_from_one_without_differences()
    {
        await LiveAsync();

        var report = await _world.NewInstance().Auditor.RunAsync(_world.Plan, _world.SlotAt(ValidatorWorld.Start.AddDays(-9)), _world.SlotAt(ValidatorWorld.Start.AddDays(-8)), Token);

        Assert.Equal((0, 0), (report.Rounds, report.RoundsOpen));
    }

    private async Task LiveAsync()
    {
        var honest = _world.Miners.Answer;
        _world.Miners.Answer = (neuron, question) => neuron.Uid == Refusing ? null : honest(neuron, question);
        await _world.RegisterAsync(3);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(18));
    }

    private async Task<AuditReport> AuditAsync() => await _world.NewInstance().Auditor.RunAsync(
        _world.Plan, _world.SlotAt(ValidatorWorld.Start.AddDays(-1)), _world.SlotAt(_world.Clock.GetUtcNow()), Token);

    private static Tamper Blob(string document, Func<ValidatorWorld, string, Task> change, string expected) =>
        new((world, round) => change(world, Tampering.PathOf(round.StreamId, round.Slot, document)), expected);

    private static Tamper Text(string document, string text, string replacement, string expected) =>
        Blob(document, (world, path) => Tampering.ReplaceTextAsync(world, path, text, replacement), expected);

    private static Tamper Row(string table, Func<Round, string> partition, Action<TableEntity> change, string expected, int uid = 1) => new(
        (world, round) => Tampering.ChangeRowAsync(
            world,
            table,
            partition(round),
            change,
            table switch
            {
                "rounds" => round.Slot.Key,
                "history" => $"{ValidatorWorld.HotkeyOf(uid)}|{round.Slot.Key}",
                _ => ValidatorWorld.HotkeyOf(uid).Address,
            }),
        expected);

    private static Tamper Truth(Action<TableEntity> change, string expected) =>
        new((world, round) => Tampering.ChangeRowAsync(world, "truths", MonthPartition(round), change, FirstTruth(round)), expected);

    private static Task RepeatMinerAsync(ValidatorWorld world, string path) => Tampering.ChangeBlobAsync(world, path, content =>
    {
        var scores = JsonNode.Parse(content)!;
        scores["miners"]!.AsArray().Add(scores["miners"]![0]!.DeepClone());
        return Encoding.UTF8.GetBytes(scores.ToJsonString());
    });

    private static string StreamPartition(Round round) => round.StreamId;

    private static string RoundPartition(Round round) => $"{round.StreamId}|{round.Slot.Key}";

    private static string MonthPartition(Round round) => $"{round.StreamId}|{round.Slot.Key[..6]}";

    /// <summary>A key within the round's horizon.</summary>
    private static string FirstTruth(Round round) => (round.StartMs + 900_000).ToString("D13", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Tamper(Change Change, string Expected);
}
