using Tsps.Domain;
using Tsps.Markets;
using Tsps.Testing;
using Tsps.Validation.Audit;

namespace Tsps.Validation.Tests;

/// <summary>A round whose row is gone is named, whatever became of it and wherever the audit begins and ends; an outage is no difference.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class MissingRoundsTests
{
    private const string MissingRow = "row of the round";

    private readonly ValidatorWorld _world = new() { Settings = new ValidatorSettings { Retention = TimeSpan.FromDays(30) } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RoundState.Missed)]
    [InlineData(RoundState.Void)]
    [InlineData(RoundState.Asked)]
    public async Task A_round_that_is_gone_from_the_middle_is_named(RoundState state)
    {
        await LiveWithOutageAsync(TimeSpan.FromHours(3));
        var clean = await AuditAsync(0, 3);
        var round = (await _world.ListRoundsAsync()).Where(round => round.State == state).ElementAt(1);
        await DeleteAsync(round.Slot);

        var finding = Assert.Single((await AuditAsync(0, 3)).Findings);
        var alone = Assert.Single((await _world.NewInstance().Auditor.RunAsync(_world.Plan, round.Slot, round.Slot, Token)).Findings);

        Assert.Empty(clean.Findings);
        Assert.Equal((round.Slot.Key, MissingRow, $"table rounds has none of slot {round.Slot}, and no archive has it"), (finding.Slot, finding.What, finding.Stored));
        Assert.Equal(finding, alone);
    }

    [Fact]
    public async Task Rounds_that_are_gone_one_after_the_other_are_one_difference()
    {
        await LiveWithOutageAsync(TimeSpan.FromHours(6));
        var missed = (await _world.ListRoundsAsync()).Where(round => round.State == RoundState.Missed).ToArray();
        foreach (var round in missed[1..4])
        {
            await DeleteAsync(round.Slot);
        }

        var finding = Assert.Single((await AuditAsync(0, 3)).Findings);

        Assert.Equal($"table rounds has none of the 3 slots from {missed[1].Slot} to {missed[3].Slot}, and no archive has them", finding.Stored);
    }

    [Fact]
    public async Task The_last_round_of_a_day_that_is_gone_is_named_by_the_audits_of_this_day_and_the_next()
    {
        await LiveAsync(TimeSpan.FromHours(46));
        var last = _world.SlotAt(ValidatorWorld.Start.AddHours(23));
        await DeleteAsync(last);

        var itsDay = Assert.Single((await AuditAsync(0, 0)).Findings);
        var nextDay = Assert.Single((await AuditAsync(1, 1)).Findings);

        Assert.Equal((last.Key, MissingRow), (itsDay.Slot, itsDay.What));
        Assert.Equal(("the round before", last.Key, "202403012200"), (nextDay.What, nextDay.Stored, nextDay.Recomputed));
    }

    [Fact]
    public async Task The_first_round_of_a_day_that_is_gone_is_named_by_the_audit_of_this_day_alone()
    {
        await LiveAsync(TimeSpan.FromHours(46));
        var first = _world.SlotAt(ValidatorWorld.Start.AddDays(1));
        await DeleteAsync(first);

        Assert.Empty((await AuditAsync(0, 0)).Findings);
        Assert.Contains((await AuditAsync(1, 1)).Findings, finding => (finding.Slot, finding.What) == (first.Key, MissingRow));
    }

    [Fact]
    public async Task Scores_that_begin_anew_with_a_day_are_named_by_the_audit_of_this_day_alone()
    {
        await LiveAsync(TimeSpan.FromHours(46));
        var first = _world.SlotAt(ValidatorWorld.Start.AddDays(1));
        await Tampering.ReplaceTextAsync(_world, Tampering.PathOf(_world.Plan.Id, first, "scores"), "\"previousSlot\":\"202403012300\"", "\"previousSlot\":null");

        Assert.Contains((await AuditAsync(1, 1)).Findings, finding => (finding.What, finding.Stored, finding.Recomputed) == ("the round before", "none", "202403012300"));
    }

    [Fact]
    public async Task A_day_whose_archive_is_gone_is_named_by_the_audits_of_this_day_and_the_next()
    {
        await LiveAsync(TimeSpan.FromHours(70));
        _world.Clock.Advance(TimeSpan.FromDays(30));
        await _world.NewInstance().Retention.RunAsync(Token);
        var clean = await AuditAsync(0, 3);
        Assert.True((await _world.Blobs.GetBlobContainerClient("archive").DeleteBlobIfExistsAsync($"{_world.Plan.Id}/2024/03/02.json.gz", cancellationToken: Token)).Value);

        var finding = Assert.Single((await AuditAsync(1, 1)).Findings);

        Assert.Empty(clean.Findings);
        Assert.Equal(
            ("202403020000", MissingRow, "table rounds has none of the 24 slots from 202403020000 to 202403022300, and no archive has them"),
            (finding.Slot, finding.What, finding.Stored));
        Assert.Contains((await AuditAsync(2, 2)).Findings, difference => (difference.What, difference.Stored) == ("the round before", "202403022300"));
    }

    [Fact]
    public async Task A_day_whose_archive_cant_be_read_is_not_said_to_be_gone()
    {
        await LiveAsync(TimeSpan.FromHours(70));
        _world.Clock.Advance(TimeSpan.FromDays(30));
        await _world.NewInstance().Retention.RunAsync(Token);
        await Tampering.TruncateAsync(_world, $"{_world.Plan.Id}/2024/03/02.json.gz", "archive");

        var noon = _world.SlotAt(ValidatorWorld.Start.AddDays(1).AddHours(12));
        var report = await _world.NewInstance().Auditor.RunAsync(_world.Plan, noon, _world.SlotAt(ValidatorWorld.Start.AddDays(3)), Token);

        Assert.Contains(report.Findings, finding => finding.What == "archive" && finding.Slot == "202403020000");
        Assert.DoesNotContain(report.Findings, finding => finding.What == MissingRow);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(13 * 24)]
    [InlineData(20 * 24)]
    public async Task An_outage_is_no_difference(int hours)
    {
        await LiveWithOutageAsync(TimeSpan.FromHours(hours));

        var report = await AuditAsync(-20, 30);

        Assert.Empty(report.Findings);
        Assert.Equal(hours < 14 * 24, report.RoundsMissed >= hours - 1);
    }

    private async Task LiveAsync(TimeSpan duration)
    {
        await _world.RegisterAsync(2);
        await _world.RunAsync(_world.NewInstance(), duration);
    }

    /// <summary>Rounds that are void for want of a close, then missed ones, then such as wait to be scored.</summary>
    private async Task LiveWithOutageAsync(TimeSpan outage)
    {
        var lost = ValidatorWorld.Start.AddHours(6).ToUnixTimeMilliseconds();
        _world.Candles = new CandleSeries(_world.Candles.Interval, _world.Candles.Where(candle => candle.OpenTimeMs != lost));
        await LiveAsync(TimeSpan.FromHours(40));
        _world.Clock.Advance(outage);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(12));
    }

    private Task DeleteAsync(RoundSlot slot) => Tampering.DeleteRowAsync(_world, "rounds", _world.Plan.Id, slot.Key);

    /// <summary>Whole days, counted from the start.</summary>
    private async Task<AuditReport> AuditAsync(int firstDay, int lastDay) => await _world.NewInstance().Auditor.RunAsync(
        _world.Plan, _world.SlotAt(ValidatorWorld.Start.AddDays(firstDay)), _world.SlotAt(ValidatorWorld.Start.AddDays(lastDay + 1).AddTicks(-1)), Token);
}
