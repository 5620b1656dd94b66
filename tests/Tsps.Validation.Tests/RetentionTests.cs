using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Testing;
using Tsps.Validation.Audit;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class RetentionTests(AzuriteFixture azurite)
{
    private readonly ValidatorWorld _world = new(azurite) { Settings = new ValidatorSettings { Retention = TimeSpan.FromDays(30) } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DateOnly FirstDay => DateOnly.FromDateTime(ValidatorWorld.Start.UtcDateTime);

    [Fact]
    public async Task Old_days_become_one_archive_each_before_their_rows_and_documents_go()
    {
        await LiveTwoDaysAsync();
        var before = await _world.ListRoundsAsync();
        var first = before.First(round => round.State == RoundState.Scored);
        var (scores, answers) = ((await _world.Documents.FindScoresAsync(first.StreamId, first.Slot, Token))!, (await _world.Documents.FindAnswersAsync(first.StreamId, first.Slot, Token))!);
        var rows = await _world.Predictions.ListAsync(first.StreamId, first.Slot, Token);

        await AgeAndCompactAsync();

        var archive = (await _world.Archives.FindAsync(_world.Plan.Id, FirstDay, Token))!;
        var archived = archive.Rounds.Single(round => round.Slot == first.Slot.Key);
        Assert.Equal(before.Count(round => DateOnly.FromDateTime(round.Slot.Start.UtcDateTime) == FirstDay), archive.Rounds.Count);
        Assert.Equal(scores.State, archived.Scores!.State);
        Assert.Equal(answers.Replies.Select(reply => reply.Closes), archived.Answers!.Replies.Select(reply => reply.Closes));
        Assert.Equal(rows.Select(row => (row.Hotkey.Address, row.State, row.Rmse, row.Share, row.Score)), archived.Predictions.Select(row => (row.Hotkey, row.State, row.Rmse, row.Share, row.Score)));
        Assert.Null(await _world.Rounds.FindAsync(first.StreamId, first.Slot, Token));
        Assert.Empty(await _world.Predictions.ListAsync(first.StreamId, first.Slot, Token));
        Assert.Null(await _world.Documents.FindScoresAsync(first.StreamId, first.Slot, Token));
        Assert.Empty(await _world.History.ListAsync(first.StreamId, rows[0].Hotkey, first.Slot, first.Slot, Token));
    }

    [Fact]
    public async Task What_scoring_starts_from_stays_and_scoring_goes_on_from_it()
    {
        await LiveTwoDaysAsync();
        var last = (await _world.Heads.ReadAsync(_world.Plan.Id, Token)).LastScored!.Value;
        _world.Clock.Advance(TimeSpan.FromDays(40));
        await _world.NewInstance().Retention.RunAsync(Token);

        Assert.NotNull(await _world.Documents.FindScoresAsync(_world.Plan.Id, last, Token));
        Assert.NotNull(await _world.Documents.FindWeightsAsync(_world.Plan.Id, last, Token));
    }

    [Fact]
    public async Task Compacting_ended_after_any_write_and_begun_again_keeps_everything_and_deletes_the_rest()
    {
        var probe = new StorageWatch();
        await LiveTwoDaysAsync();
        await AgeAndCompactAsync(probe);
        var expected = (await _world.Archives.FindAsync(_world.Plan.Id, FirstDay, Token))!;

        foreach (var write in Enumerable.Range(0, 6).Select(step => 1 + (step * (probe.Writes - 1) / 5)))
        {
            var world = new ValidatorWorld(azurite) { Settings = _world.Settings };
            await LiveTwoDaysAsync(world);
            await Assert.ThrowsAsync<InstanceDiedException>(() => AgeAndCompactAsync(world, new StorageWatch { DieAfterWrites = write }));
            await world.NewInstance().Retention.RunAsync(Token);

            var archive = (await world.Archives.FindAsync(world.Plan.Id, FirstDay, Token))!;
            Assert.Equal(expected.Rounds.Select(round => (round.Slot, round.State, round.Scores?.State.Count, round.Predictions.Count)), archive.Rounds.Select(round => (round.Slot, round.State, round.Scores?.State.Count, round.Predictions.Count)));
            Assert.Equal(expected.Truths.Select(close => close.CloseTimeMs), archive.Truths.Select(close => close.CloseTimeMs));
            Assert.DoesNotContain(await world.ListRoundsAsync(), round => DateOnly.FromDateTime(round.Slot.Start.UtcDateTime) == FirstDay);
        }
    }

    [Fact]
    public async Task An_audit_finds_no_difference_before_and_after_compacting_and_finds_one_that_is_made()
    {
        await LiveTwoDaysAsync();
        var kept = await AuditAsync();
        await AgeAndCompactAsync();
        var archived = await AuditAsync();

        Assert.Empty(kept.Findings);
        Assert.True(kept.RoundsScored > 20);
        Assert.Equal(kept.RoundsScored * 3, kept.Scores);
        Assert.True(kept.Weights > 0);
        Assert.Empty(archived.Findings);
        Assert.Equal((kept.RoundsScored, kept.RoundsVoid, kept.Scores, kept.Weights), (archived.RoundsScored, archived.RoundsVoid, archived.Scores, archived.Weights));

        var archive = (await _world.Archives.FindAsync(_world.Plan.Id, FirstDay, Token))!;
        var scored = archive.Rounds.First(round => round.State == RoundState.Scored);
        var row = scored.Predictions[0];
        var figures = Text($",\"share\":{Number(row.Share)},\"score\"");
        await Tampering.ChangeArchiveAsync(_world, ArchivePath, Text($"\"rmse\":{Number(row.Rmse)}") + figures, "\"rmse\":1.5" + figures);
        var damagedRow = await AuditAsync();
        Assert.Equal($"{_world.Plan.Id} {scored.Slot}: rmse in the row of {row.Hotkey}: stored 1.5, recomputed {Number(row.Rmse)}", Assert.Single(damagedRow.Findings).ToString());

        var close = archive.Truths.First(truth => truth.Close == scored.Scores!.TruthCloses[0]);
        var begin = Text($"{{\"closeTimeMs\":{close.CloseTimeMs},\"close\":");
        await Tampering.ChangeArchiveAsync(_world, ArchivePath, begin + Number(close.Close), begin + "1");
        var damagedTruth = await AuditAsync();
        Assert.Contains(damagedTruth.Findings, finding => finding.Slot == scored.Slot && finding.What.StartsWith("true close of", StringComparison.Ordinal) && finding.Recomputed == "1");
    }

    [Fact]
    public async Task An_audit_names_an_archive_that_is_damaged_and_audits_the_days_beside_it()
    {
        await LiveTwoDaysAsync();
        await AgeAndCompactAsync();
        var before = await AuditAsync();
        await Tampering.TruncateAsync(_world, ArchivePath, "archive");

        var report = await AuditAsync();

        Assert.Contains(report.Findings, finding => finding.ToString().Contains($"Blob {ArchivePath} of container archive is damaged", StringComparison.Ordinal));
        Assert.All(report.Findings, finding => Assert.DoesNotContain("score of", finding.What, StringComparison.Ordinal));
        Assert.InRange(report.RoundsScored, 1, before.RoundsScored - 1);
    }

    [Fact]
    public async Task Missed_rounds_are_archived_with_their_day_and_are_no_difference_to_an_audit()
    {
        await _world.RegisterAsync(2);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(2));
        _world.Clock.Advance(TimeSpan.FromHours(3));
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(41));
        await AgeAndCompactAsync();

        var archive = (await _world.Archives.FindAsync(_world.Plan.Id, FirstDay, Token))!;
        Assert.Contains(archive.Rounds, round => round.State == RoundState.Missed);
        var report = await _world.NewInstance().Auditor.RunAsync(_world.Plan, _world.SlotAt(ValidatorWorld.Start), _world.SlotAt(ValidatorWorld.Start.AddDays(2)), Token);
        Assert.Empty(report.Findings);
        Assert.True(report.RoundsScored > 20);
    }

    [Fact]
    public async Task A_round_left_open_by_an_outage_of_weeks_does_not_hold_scoring_up()
    {
        await _world.RegisterAsync(2);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(3));
        var asking = (await _world.ListRoundsAsync()).Last(round => round.State == RoundState.Asked);
        await _world.Rounds.TryReplaceAsync(asking with { State = RoundState.Asking }, Token);
        await _world.Documents.DeleteAsync(asking.StreamId, asking.Slot, Token);
        _world.Clock.Advance(TimeSpan.FromDays(40));

        for (var run = 0; run < 2; run++)
        {
            await _world.NewInstance().Requests.AskAsync(Token);
            await _world.NewInstance().Scores.ScoreAsync(Token);
        }

        Assert.Equal(RoundState.Missed, (await _world.Rounds.FindAsync(asking.StreamId, asking.Slot, Token))!.State);
        Assert.NotNull((await _world.Heads.ReadAsync(_world.Plan.Id, Token)).LastScored);
    }

    [Fact]
    public async Task An_audit_names_a_row_that_was_tampered_with()
    {
        await LiveTwoDaysAsync();
        var scored = (await _world.ListRoundsAsync()).First(round => round.State == RoundState.Scored);
        var rows = await _world.Predictions.ListAsync(scored.StreamId, scored.Slot, Token);
        await _world.Predictions.DeleteAsync(rows, Token);
        await _world.Predictions.MoveAsync([.. rows.Select(row => row with { Version = "", Rmse = row.Rmse + 1 })], Token);

        var report = await _world.NewInstance().Auditor.RunAsync(_world.Plan, scored.Slot, scored.Slot, Token);

        Assert.Equal(6, report.Findings.Count);
        Assert.Equal(3, report.Findings.Count(finding => finding.ToString().Contains("rmse in the row of", StringComparison.Ordinal)));
        Assert.Equal(3, report.Findings.Count(finding => finding.ToString().Contains("history of", StringComparison.Ordinal)));
    }

    private static string ArchivePath => Text($"{ValidatorWorld.SettingsOf(ScoringProfile.V4).MainStream.Id}/{FirstDay:yyyy'/'MM'/'dd}.json.gz");

    private static string Text(FormattableString text) => text.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Number(double? number) => Text($"{number:R}");

    private ValueTask<AuditReport> AuditAsync() =>
        _world.NewInstance().Auditor.RunAsync(_world.Plan, _world.SlotAt(ValidatorWorld.Start), _world.SlotAt(ValidatorWorld.Start.AddDays(2)), Token);

    private Task LiveTwoDaysAsync() => LiveTwoDaysAsync(_world);

    private static async Task LiveTwoDaysAsync(ValidatorWorld world)
    {
        await world.RegisterAsync(3);
        await world.RunAsync(world.NewInstance(), TimeSpan.FromHours(46));
    }

    private Task AgeAndCompactAsync(StorageWatch? watch = null) => AgeAndCompactAsync(_world, watch);

    /// <summary>A month on, the validator has gone on scoring; then the first day is old.</summary>
    private static async Task AgeAndCompactAsync(ValidatorWorld world, StorageWatch? watch = null)
    {
        world.Clock.Advance(TimeSpan.FromDays(30));
        await world.NewInstance(watch).Retention.RunAsync(Token);
    }
}
