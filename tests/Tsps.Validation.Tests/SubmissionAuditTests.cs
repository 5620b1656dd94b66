using System.Globalization;
using Azure.Data.Tables;
using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;
using Tsps.Testing;
using Tsps.Validation.Audit;

namespace Tsps.Validation.Tests;

/// <summary>Everything that was ever sent to the chain can be computed again, whatever was sent after it.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class SubmissionAuditTests
{
    private static readonly Dictionary<string, (Func<ValidatorWorld, SentWeights, Task> Change, string Expected)> Tampers = new()
    {
        ["the weights as they went"] = Row(row => row["Weights"] = "[{\"uid\":1,\"value\":1}]", "weights as they went, uid 1: stored 1, recomputed"),
        ["the computed weights"] = Row(row => row["Computed"] = "[{\"uid\":1,\"value\":1}]", "computed weights, uid 1: stored 1, recomputed"),
        ["weights that can't be read"] = Row(row => row["Computed"] = "[{", "of table heads is damaged"),
        ["the round that they come from"] = Row(row => row["Rounds"] = row.GetString("Rounds").Replace("\"slot\":\"2024", "\"slot\":\"2023", StringComparison.Ordinal), "is missing"),
        ["a uid in weights.json"] = Document("\"uid\":2}", "\"uid\":200}", "in weights.json of round"),
        ["a weight in weights.json"] = Document("\"weight\":1}", "\"weight\":0}", "computed weights, uid"),
        ["weights.json is cut off"] = (async (world, sent) => await Tampering.TruncateAsync(world, PathOf(sent)), "/weights.json of container rounds is damaged"),
        ["weights.json is deleted"] = (async (world, sent) => await Tampering.DeleteBlobAsync(world, PathOf(sent)), "is missing"),
    };

    private ValidatorWorld _world = new();

    public static TheoryData<string> Kinds => [.. Tampers.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_changed_in_an_earlier_submission_or_its_round_is_named(string kind)
    {
        await LiveAsync();
        var clean = await AuditAsync();
        var sent = await ListAsync();
        var (change, expected) = Tampers[kind];
        await change(_world, sent[sent.Count / 2]);

        var report = await AuditAsync();

        Assert.Empty(clean.Findings);
        Assert.True(clean.Sent > 3);
        Assert.Equal(clean.Sent, sent.Count(one => one.Outcome == "Set"));
        Assert.Contains(report.Findings, finding => finding.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_submission_of_a_newer_schema_hides_no_other_one(int fromEnd)
    {
        await LiveAsync();
        var clean = await AuditAsync();
        await Tampering.ChangeRowAsync(_world, "heads", "weights", row => row["Schema"] = 99, KeyOf((await ListAsync())[^fromEnd]));

        var report = await AuditAsync();

        Assert.Contains("has schema 99", Assert.Single(report.Findings).Stored, StringComparison.Ordinal);
        Assert.Equal(clean.Sent - 1, report.Sent);
    }

    [Fact]
    public async Task What_is_said_to_be_set_is_what_was_sent_last()
    {
        await LiveAsync();
        await Tampering.ChangeRowAsync(_world, "heads", "weights", row => row["Weights"] = "[{\"uid\":1,\"value\":1}]", "registry|8");

        Assert.Contains((await AuditAsync()).Findings, finding => finding.What == "what is set, uid 1" && finding.Stored == "1");
    }

    [Fact]
    public async Task Weights_that_are_said_to_be_set_later_than_now_are_a_difference()
    {
        await LiveAsync();
        var later = _world.Clock.GetUtcNow().AddDays(1);
        await Tampering.ChangeRowAsync(_world, "heads", "weights", row => (row["SetAt"], row["Weights"]) = (later, "[]"), "registry|8");

        var finding = Assert.Single((await AuditAsync()).Findings);

        Assert.Equal(("what is set", "that time is yet to come"), (finding.What, finding.Stored));
    }

    [Fact]
    public async Task A_submission_that_is_gone_though_it_is_set_is_named()
    {
        await LiveAsync();
        var sent = await ListAsync();
        await Tampering.DeleteRowAsync(_world, "heads", "weights", KeyOf(sent[^1]));

        var last = await AuditAsync();
        foreach (var one in sent.SkipLast(1))
        {
            await Tampering.DeleteRowAsync(_world, "heads", "weights", KeyOf(one));
        }

        var all = await AuditAsync();

        Assert.Contains(
            last.Findings,
            finding => (finding.What, finding.Stored, finding.Recomputed) == ("what is set, round of BTCUSD-5m", sent[^1].Rounds[0].Slot, sent[^2].Rounds[0].Slot));
        Assert.Equal(("what is set", "no submission of that time is stored"), (Assert.Single(all.Findings).What, all.Findings[0].Stored));
    }

    [Fact]
    public async Task Submissions_without_what_is_set_are_a_difference()
    {
        await LiveAsync();
        await Tampering.DeleteRowAsync(_world, "heads", "weights", "registry|8");

        Assert.Contains((await AuditAsync()).Findings, finding => finding.What == "what is set, round of BTCUSD-5m" && finding.Stored == "nothing");
    }

    [Fact]
    public async Task Both_generations_and_hotkeys_that_moved_or_left_meanwhile_are_no_difference()
    {
        _world = new ValidatorWorld { Settings = ValidatorWorld.SettingsOf(ScoringProfile.V4, ScoringProfile.V6) };
        var subtensor = new CountingSubtensor(_world.Registry) { Refusal = "away" };
        _world.Subtensor = subtensor;
        await LiveAsync(miners: 5);
        await _world.Registry.RemoveAsync(ValidatorWorld.Netuid, 2, Token);
        await MoveAsync(uid: 1, to: 9);
        subtensor.Refusal = null;
        _world.Clock.Advance(TimeSpan.FromHours(1));
        await _world.NewInstance().Weights.SetDueAsync(Token);

        var report = await AuditAsync();

        var sent = (await ListAsync()).Last(one => one.Outcome == "Set");
        Assert.Equal(["BTCUSD-5m", "BTCUSD-5m-v6"], sent.Rounds.Select(round => round.StreamId));
        Assert.Contains(new MovedHotkey(ValidatorWorld.HotkeyOf(1).Address, 9), sent.Moved);
        Assert.Contains(new MovedHotkey(ValidatorWorld.HotkeyOf(2).Address, null), sent.Moved);
        Assert.Contains(sent.Weights!, weight => weight.Uid == 9);
        Assert.Equal((1, 0), (report.Sent, report.Unknown.Count));
        Assert.True(report.Refused > 0);
        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task Weights_that_were_sent_but_not_recorded_are_told_of()
    {
        var subtensor = new CountingSubtensor(_world.Registry);
        _world.Subtensor = subtensor;
        await LiveAsync();
        subtensor.DiesAfterSending = true;
        await Assert.ThrowsAsync<InstanceDiedException>(() => _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(2)));
        subtensor.DiesAfterSending = false;

        var report = await AuditAsync();
        var unknown = (await ListAsync()).Single(one => one.Outcome is null);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1));
        var later = await AuditAsync();

        Assert.Equal([unknown.SentAt], report.Unknown);
        Assert.Empty(report.Findings);
        Assert.NotEmpty(unknown.Computed);
        Assert.Equal([unknown.SentAt], later.Unknown);
        Assert.True(later.Sent > report.Sent);
        Assert.Empty(later.Findings);
    }

    private async Task LiveAsync(int miners = 3)
    {
        await _world.RegisterAsync(miners);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(18));
    }

    private async Task MoveAsync(ushort uid, ushort to)
    {
        await _world.Registry.RemoveAsync(ValidatorWorld.Netuid, uid, Token);
        await _world.Registry.AddAsync(ValidatorWorld.Netuid, new Neuron(to, ValidatorWorld.HotkeyOf(uid), 0, false, new AxonEndpoint(System.Net.IPAddress.Loopback, 8009)), Token);
    }

    private ValueTask<SubmissionReport> AuditAsync() => _world.NewInstance().Submissions.RunAsync(_world.Settings.Streams, ValidatorWorld.Start, _world.Clock.GetUtcNow(), Token);

    private ValueTask<IReadOnlyList<SentWeights>> ListAsync() =>
        _world.Submissions.ListSentAsync(ValidatorWorld.Netuid, ValidatorWorld.Start, _world.Clock.GetUtcNow(), Token);

    private static (Func<ValidatorWorld, SentWeights, Task> Change, string Expected) Row(Action<TableEntity> change, string expected) =>
        ((world, sent) => Tampering.ChangeRowAsync(world, "heads", "weights", change, KeyOf(sent)), expected);

    private static (Func<ValidatorWorld, SentWeights, Task> Change, string Expected) Document(string text, string replacement, string expected) =>
        ((world, sent) => Tampering.ReplaceTextAsync(world, PathOf(sent), text, replacement), expected);

    private static string KeyOf(SentWeights sent) => string.Create(CultureInfo.InvariantCulture, $"{sent.Network}|{sent.Netuid}|{sent.SentAt.UtcDateTime:yyyyMMddHHmmss}");

    private static string PathOf(SentWeights sent) => Tampering.PathOf(sent.Rounds[0].StreamId, RoundSlot.Parse(sent.Rounds[0].Slot), "weights");
}
