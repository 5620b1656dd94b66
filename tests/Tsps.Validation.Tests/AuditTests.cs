using Tsps.Domain;
using Tsps.Markets;
using Tsps.Testing;
using Tsps.Validation.Audit;

namespace Tsps.Validation.Tests;

/// <summary>Whatever is changed in what is stored, an audit names it, and audits the rest all the same.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class AuditTests
{
    private readonly ValidatorWorld _world = new();

    public static TheoryData<string> Kinds => [.. AuditTamper.All.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_changed_is_named_and_the_other_rounds_are_audited_all_the_same(string kind)
    {
        await LiveAsync();
        var clean = await AuditAsync();
        var scored = (await _world.ListRoundsAsync()).Where(round => round.State == RoundState.Scored).ToArray();
        var round = scored[scored.Length / 2];
        var (changeAsync, expected) = AuditTamper.All[kind];
        await changeAsync(_world, round);

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
        var partition = table switch { "rounds" => scored[2].StreamId, "history" => AuditTamper.MonthPartition(scored[2]), _ => AuditTamper.RoundPartition(scored[2]) };
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
        await Tampering.ChangeRowAsync(_world, "truths", AuditTamper.MonthPartition(scored[2]), row => (row["Schema"], key) = (99, row.RowKey), AuditTamper.FirstTruth(scored[2]));

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
        _world.Miners.Answer = (neuron, question) => neuron.Uid == AuditTamper.Refusing ? null : honest(neuron, question);
        await _world.RegisterAsync(3);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(18));
    }

    private async Task<AuditReport> AuditAsync() => await _world.NewInstance().Auditor.RunAsync(
        _world.Plan, _world.SlotAt(ValidatorWorld.Start.AddDays(-1)), _world.SlotAt(_world.Clock.GetUtcNow()), Token);
}
