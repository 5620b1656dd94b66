using Tsps.Domain;
using Tsps.Storage;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

/// <summary>The settings name another network or netuid, and the storage stays: scores count for the subnet whose miners were asked, and for no other.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class SubnetSwitchTests
{
    private const ushort OtherNetuid = 9;
    private const string Genesis = "0xaa";

    private readonly ValidatorWorld _world = new();

    public static TheoryData<string, ushort> Others => new() { { "test", ValidatorWorld.Netuid }, { "registry", OtherNetuid } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Others))]
    public async Task No_weights_of_the_former_subnet_are_set_on_the_next_one(string network, ushort netuid)
    {
        await LiveAsync();
        var former = (await _world.Heads.ReadAsync(_world.Plan.Id, Token)).LastScored!.Value;
        var (instance, subtensor) = await SwitchAsync(network, netuid, miners: 2);

        await instance.Weights.SetDueAsync(Token);
        await _world.RunAsync(instance, TimeSpan.FromHours(3));
        Assert.Equal(0, subtensor.WeightsTried);
        Assert.Equal(former, (await _world.Heads.ReadAsync(_world.Plan.Id, Token)).LastScored);

        await _world.RunAsync(instance, TimeSpan.FromHours(10));
        Assert.True(subtensor.WeightsSet > 0);
        var submitted = await new SubmittedWeightsStore(_world.Tables, network).ReadAsync(netuid, Token);
        Assert.Equal(new Subnet(network == "registry" ? network : Genesis, netuid), (await FindScoresAsync(submitted.Submitted[_world.Plan.Id]))!.Subnet);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Rounds_asked_on_the_former_one_are_void_and_scores_begin_anew(string network, ushort netuid)
    {
        await LiveAsync();
        var former = (await _world.Heads.ReadAsync(_world.Plan.Id, Token)).LastScored!.Value;
        var switched = _world.SlotAt(_world.Clock.GetUtcNow());
        var (instance, _) = await SwitchAsync(network, netuid, miners: 3);
        await _world.RunAsync(instance, TimeSpan.FromHours(14));

        var rounds = (await _world.ListRoundsAsync()).Where(round => round.Slot > former && round.State is RoundState.Scored or RoundState.Void).ToArray();
        Assert.Contains(rounds, round => round.State == RoundState.Void && round.Reason!.StartsWith("it was asked on subnet 8 of registry, and the validator is on subnet", StringComparison.Ordinal));
        Assert.All(rounds.Where(round => round.Slot < switched), round => Assert.Equal(RoundState.Void, round.State));
        var scored = rounds.Where(round => round.State == RoundState.Scored).ToArray();
        Assert.True(scored.Length > 1);
        Assert.Null((await FindScoresAsync(scored[0].Slot))!.PreviousSlot);
        Assert.Equal(scored[0].Slot.Key, (await FindScoresAsync(scored[1].Slot))!.PreviousSlot);
        await AssertCleanAuditAsync(instance);
    }

    /// <summary>Nobody who is not registered there loses a score by it.</summary>
    [Fact]
    public async Task Settings_that_were_wrong_for_an_hour_leave_the_scores_as_they_were()
    {
        await LiveAsync();
        var former = (await _world.Heads.ReadAsync(_world.Plan.Id, Token)).LastScored!.Value;
        var (wrong, _) = await SwitchAsync("registry", OtherNetuid, miners: 1);
        await _world.RunAsync(wrong, TimeSpan.FromHours(1));

        var (instance, _) = await SwitchAsync("registry", ValidatorWorld.Netuid, miners: 2);
        await _world.RunAsync(instance, TimeSpan.FromHours(14));

        var rounds = (await _world.ListRoundsAsync()).Where(round => round.Slot > former).ToArray();
        Assert.Contains(rounds, round => round.Reason?.StartsWith("it was asked on subnet 9 of registry, and the validator is on subnet 8 of registry now", StringComparison.Ordinal) == true);
        var next = rounds.First(round => round.State == RoundState.Scored);
        var scores = (await FindScoresAsync(next.Slot))!;
        Assert.Equal(former.Key, scores.PreviousSlot);
        Assert.Empty(scores.Deregistered);
        await AssertCleanAuditAsync(instance);
    }

    [Fact]
    public async Task Scores_of_earlier_versions_which_tell_no_subnet_go_on()
    {
        await LiveAsync();
        var head = await _world.Heads.ReadAsync(_world.Plan.Id, Token);
        await Tampering.ChangeRowAsync(_world, "heads", head.StreamId, row => (row["Schema"], row["Chain"], row["Netuid"]) = (2, null, null));

        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(2));

        var next = (await _world.ListRoundsAsync()).First(round => round.Slot > head.LastScored!.Value && round.State == RoundState.Scored);
        Assert.Equal(head.LastScored!.Value.Key, (await FindScoresAsync(next.Slot))!.PreviousSlot);
    }

    private async Task LiveAsync()
    {
        await _world.RegisterAsync(2);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(13));
    }

    /// <summary>An instance under the other settings, its metagraph read as at each start.</summary>
    private async Task<(ValidatorInstance Instance, CountingSubtensor Subtensor)> SwitchAsync(string network, ushort netuid, int miners)
    {
        await _world.RegisterAsync(netuid, miners);
        var subtensor = new CountingSubtensor(network == "registry" ? _world.Registry : new OtherChain(_world.Registry, Genesis));
        (_world.Network, _world.SettingsNetuid, _world.Subtensor) = (network, netuid, subtensor);
        var instance = _world.NewInstance();
        await instance.Metagraphs.RefreshAsync(Token);
        return (instance, subtensor);
    }

    private ValueTask<RoundScores?> FindScoresAsync(RoundSlot slot) => _world.Documents.FindScoresAsync(_world.Plan.Id, slot, Token);

    private async Task AssertCleanAuditAsync(ValidatorInstance instance)
    {
        var report = await instance.Auditor.RunAsync(_world.Plan, _world.SlotAt(ValidatorWorld.Start), _world.SlotAt(_world.Clock.GetUtcNow()), Token);
        Assert.True(report.RoundsScored > 2);
        Assert.Empty(report.Findings);
    }
}
