using Tsps.Domain;
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
        var subtensor = new CountingSubtensor(_world.Registry) { Refusal = "SettingWeightsTooFast: wait 12 blocks" };
        _world.Subtensor = subtensor;
        await _world.RegisterAsync(2);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(11));
        var failed = await _world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token);
        Assert.True(failed.Failures > 0);
        Assert.Equal("SettingWeightsTooFast: wait 12 blocks", failed.Failure);

        var tried = subtensor.WeightsTried;
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(1));
            await instance.Weights.SetDueAsync(Token);
        }

        Assert.InRange(subtensor.WeightsTried - tried, 23, 30);
        subtensor.Refusal = null;
        _world.Clock.Advance(TimeSpan.FromHours(1));
        await _world.NewInstance().Weights.SetDueAsync(Token);
        var set = await _world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token);
        Assert.Equal((1, 0, null), (subtensor.WeightsSet, set.Failures, set.Failure));
        Assert.Equal([new UidWeight(1, 65535)], set.Weights);
    }

    [Fact]
    public async Task The_weight_of_a_hotkey_whose_uid_another_has_by_now_goes_to_nobody()
    {
        var subtensor = new CountingSubtensor(_world.Registry) { Refusal = "away" };
        _world.Subtensor = subtensor;
        await _world.RegisterAsync(4);
        var instance = _world.NewInstance();
        await _world.RunAsync(instance, TimeSpan.FromHours(11));
        await _world.Registry.AddAsync(ValidatorWorld.Netuid, new Neuron(1, ValidatorWorld.HotkeyOf(9), 0, false, new AxonEndpoint(System.Net.IPAddress.Loopback, 8009)), Token);

        subtensor.Refusal = null;
        _world.Clock.Advance(TimeSpan.FromHours(1));
        await instance.Weights.SetDueAsync(Token);

        var weights = (await _world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token)).Weights;
        Assert.DoesNotContain(weights, weight => weight.Uid == 1);
        Assert.Contains(weights, weight => weight.Uid == 2);
    }
}
