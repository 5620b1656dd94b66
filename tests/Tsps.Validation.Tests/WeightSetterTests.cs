using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class WeightSetterTests(AzuriteFixture azurite)
{
    private readonly ValidatorWorld _world = new(azurite);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refused_weights_are_kept_and_tried_again_ever_more_seldom_up_to_once_an_hour()
    {
        var (instance, subtensor) = await LiveRefusedAsync("SettingWeightsTooFast: wait 12 blocks", miners: 2);
        var failed = await _world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token);
        Assert.True(failed.Failures > 0);
        Assert.Equal("SettingWeightsTooFast: wait 12 blocks", failed.Failure);

        Assert.InRange(await CountTriesOfADayAsync(instance, subtensor), 23, 30);
        subtensor.Refusal = null;
        _world.Clock.Advance(TimeSpan.FromHours(1));
        await _world.NewInstance().Weights.SetDueAsync(Token);
        var set = await _world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token);
        Assert.Equal((1, 0, null), (subtensor.WeightsSet, set.Failures, set.Failure));
        Assert.Equal([new UidWeight(1, 65535)], set.Weights);
    }

    [Fact]
    public async Task A_rate_limit_that_lasts_is_no_failure_and_is_tried_ever_more_seldom()
    {
        var (instance, subtensor) = await LiveRefusedAsync("away", miners: 2);
        (subtensor.Refusal, subtensor.IsLimited) = (null, true);
        Assert.InRange(await CountTriesOfADayAsync(instance, subtensor), 23, 30);
        Assert.Null((await _world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token)).Failure);
        subtensor.IsLimited = false;
        _world.Clock.Advance(TimeSpan.FromHours(1));
        await instance.Weights.SetDueAsync(Token);
        Assert.Equal(1, subtensor.WeightsSet);
    }

    [Fact]
    public async Task With_both_generations_each_part_of_the_weights_is_renewed_at_its_own_cadence()
    {
        var world = new ValidatorWorld(azurite) { Settings = ValidatorWorld.SettingsOf(ScoringProfile.V4, ScoringProfile.V6) };
        await world.RegisterAsync(2);
        var instance = world.NewInstance();
        var submitted = new HashSet<(string Stream, RoundSlot Slot)>();
        for (var hour = 0; hour < 18; hour++)
        {
            await world.RunAsync(instance, TimeSpan.FromHours(1));
            submitted.UnionWith((await world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token)).Submitted.Select(entry => (entry.Key, entry.Value)));
        }

        Assert.Equal(1, submitted.Count(part => part.Stream == "BTCUSD-5m-v6"));
        Assert.True(submitted.Count(part => part.Stream == "BTCUSD-5m") > 5);
    }

    [Fact]
    public async Task A_stream_whose_head_cant_be_read_goes_with_the_weights_it_had_and_keeps_nobody_elses_back()
    {
        var world = new ValidatorWorld(azurite) { Settings = ValidatorWorld.SettingsOf(ScoringProfile.V4, ScoringProfile.V6) };
        await world.RegisterAsync(2);
        var instance = world.NewInstance();
        await world.RunAsync(instance, TimeSpan.FromHours(16));
        var before = await world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token);
        await Tampering.ChangeRowAsync(world, "heads", "BTCUSD-5m", row => row["Schema"] = 99);

        await world.RunThroughFailuresAsync(instance, TimeSpan.FromHours(26));

        var after = await world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token);
        Assert.Equal(before.Submitted["BTCUSD-5m"], after.Submitted["BTCUSD-5m"]);
        Assert.True(after.Submitted["BTCUSD-5m-v6"] > before.Submitted["BTCUSD-5m-v6"]);
        Assert.Null(after.Failure);
    }

    [Fact]
    public async Task The_weight_of_a_hotkey_whose_uid_another_has_by_now_goes_to_nobody()
    {
        var (instance, subtensor) = await LiveRefusedAsync("away", miners: 4);
        await _world.Registry.AddAsync(ValidatorWorld.Netuid, new Neuron(1, ValidatorWorld.HotkeyOf(9), 0, false, new AxonEndpoint(System.Net.IPAddress.Loopback, 8009)), Token);

        subtensor.Refusal = null;
        _world.Clock.Advance(TimeSpan.FromHours(1));
        await instance.Weights.SetDueAsync(Token);

        var weights = (await _world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token)).Weights;
        Assert.DoesNotContain(weights, weight => weight.Uid == 1);
        Assert.Contains(weights, weight => weight.Uid == 2);
    }

    [Fact]
    public async Task Weights_whose_document_is_damaged_are_made_again_from_the_scores_and_set()
    {
        var (instance, subtensor) = await LiveRefusedAsync("away", miners: 3);
        var slot = (await _world.Heads.ReadAsync(_world.Plan.Id, Token)).LastScored!.Value;
        var before = (await _world.Documents.FindWeightsAsync(_world.Plan.Id, slot, Token))!;
        await Tampering.TruncateAsync(_world, Tampering.PathOf(_world.Plan.Id, slot, "weights"));

        subtensor.Refusal = null;
        await SetAfterAnHourAsync(instance);

        var after = (await _world.Documents.FindWeightsAsync(_world.Plan.Id, slot, Token))!;
        Assert.Equal(before.Weights, after.Weights);
        Assert.Equal(before.Registered, after.Registered);
        Assert.Equal(1, subtensor.WeightsSet);
        Assert.Null((await _world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token)).Failure);
    }

    [Fact]
    public async Task Weights_that_are_lost_with_their_scores_are_a_failure_that_health_names()
    {
        var (instance, subtensor) = await LiveRefusedAsync("away", miners: 3);
        var slot = (await _world.Heads.ReadAsync(_world.Plan.Id, Token)).LastScored!.Value;
        await Tampering.TruncateAsync(_world, Tampering.PathOf(_world.Plan.Id, slot, "weights"));
        await Tampering.TruncateAsync(_world, Tampering.PathOf(_world.Plan.Id, slot, "scores"));
        subtensor.Refusal = null;

        var failed = await SetAfterAnHourAsync(instance);
        await instance.Weights.SetDueAsync(Token);

        Assert.Equal(0, subtensor.WeightsSet);
        Assert.Contains("scores.json", failed.Failure, StringComparison.Ordinal);
        Assert.True(failed.RetryAt > _world.Clock.GetUtcNow());
        Assert.Equal(failed.Failures, (await _world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token)).Failures);
        var health = await instance.Health.CheckAsync(Token);
        Assert.Contains(health.Problems, problem => problem.Contains("weights are not set", StringComparison.Ordinal) && problem.Contains("scores.json", StringComparison.Ordinal));
    }

    private async Task<SubmittedWeights> SetAfterAnHourAsync(ValidatorInstance instance)
    {
        _world.Clock.Advance(TimeSpan.FromHours(1));
        await instance.Weights.SetDueAsync(Token);
        return await _world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token);
    }

    /// <summary>A validator that has weights to set, all of which were refused so far.</summary>
    private async Task<(ValidatorInstance Instance, CountingSubtensor Subtensor)> LiveRefusedAsync(string refusal, int miners)
    {
        var subtensor = new CountingSubtensor(_world.Registry) { Refusal = refusal };
        _world.Subtensor = subtensor;
        await _world.RegisterAsync(miners);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(11));
        return (instance, subtensor);
    }

    private async Task<int> CountTriesOfADayAsync(ValidatorInstance instance, CountingSubtensor subtensor)
    {
        var before = subtensor.WeightsTried;
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(1));
            await instance.Weights.SetDueAsync(Token);
        }

        return subtensor.WeightsTried - before;
    }
}
