using System.Net;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Chain;

[Collection(ChainCollection.Name)]
[Trait(Categories.Name, Categories.EndToEnd)]
public class ChainSubtensorTests(ChainFixture fixture)
{
    private const ushort Netuid = ChainFixture.Netuid;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Announces_weighs_and_reads_with_a_connection_for_each_call()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);
        var endpoint = new AxonEndpoint(IPAddress.Parse("203.0.113.10"), 8100);
        var chain = Subject();

        await chain.AnnounceAxonAsync(Netuid, hotkey, endpoint, Token);
        await chain.AnnounceAxonAsync(Netuid, hotkey, endpoint, Token);
        var neuron = (await chain.ReadMetagraphAsync(Netuid, Token)).Find(hotkey.Hotkey)!;
        var result = await chain.SetWeightsAsync(Netuid, hotkey, [new(0, 0), new(neuron.Uid, 65535)], Token);

        Assert.Equal(WeightsOutcome.Set, result.Outcome);
        Assert.Equal(result.Block, (await session.ReadNeuronsAsync(Netuid, Token)).Neurons[neuron.Uid].LastUpdate);
        Assert.Equal(endpoint, neuron.Axon);
        Assert.Equal([new UidWeight(neuron.Uid, 65535)], await session.ReadWeightsAsync(Netuid, neuron.Uid, Token));
        Assert.Equal(2UL, await session.Chain.ReadNextNonceAsync(hotkey.Hotkey.Address, Token));
    }

    [Fact]
    public async Task Sends_nothing_when_all_weights_are_zero()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);
        var exception = await Assert.ThrowsAsync<SubtensorException>(() => Subject().SetWeightsAsync(Netuid, hotkey, [new(0, 0)], Token).AsTask());
        Assert.Contains("zero", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_to_register_where_the_hotkey_is_not_registered()
    {
        using var hotkey = fixture.NewHotkey();
        var exception = await Assert.ThrowsAsync<SubtensorException>(() => Subject().SetWeightsAsync(Netuid, hotkey, [new(0, 1)], Token).AsTask());
        Assert.Contains("tsps chain register", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_until_when_the_rate_limit_lasts_and_sends_nothing_before()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);
        await WithAsync("WeightsSetRateLimit", BitConverter.GetBytes(20UL), BitConverter.GetBytes(0UL), async () =>
        {
            var registered = await session.ReadWeightStandingAsync(Netuid, hotkey.Hotkey, 0, Token);

            var early = await Subject().SetWeightsAsync(Netuid, hotkey, [new(0, 65535)], Token);
            await fixture.Chain.BuildBlocksAsync((int)(early.Block - 1 - registered.Block), Token);
            var set = await Subject().SetWeightsAsync(Netuid, hotkey, [new(0, 65535)], Token);

            Assert.Equal(new WeightsResult(WeightsOutcome.TooEarly, registered.LastUpdate + 20), early);
            Assert.Equal(new WeightsResult(WeightsOutcome.Set, early.Block), set with { Sent = null, ExtrinsicHash = null });
            Assert.Matches("^0x[0-9a-f]{64}$", set.ExtrinsicHash);
            Assert.Equal([new(0, 65535)], set.Sent!.Weights);
        });
    }

    [Fact]
    public async Task Cuts_weights_to_the_subnets_largest_share_such_that_the_runtime_takes_them()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);
        using var other = await fixture.RegisterAsync(session, Token);
        using var third = await fixture.RegisterAsync(session, Token);
        var uid = (await session.FindUidAsync(Netuid, hotkey.Hotkey, Token))!.Value;
        await WithAsync("MaxWeightsLimit", BitConverter.GetBytes((ushort)30000), BitConverter.GetBytes(ushort.MaxValue), async () =>
        {
            UidWeight[] weights = [new(0, 65535), new((ushort)(uid + 1), 9000), new((ushort)(uid + 2), 8000)];

            await Subject().SetWeightsAsync(Netuid, hotkey, weights, Token);

            var stored = await session.ReadWeightsAsync(Netuid, uid, Token);
            Assert.Equal(weights.Select(weight => weight.Uid), stored.Select(weight => weight.Uid));
            Assert.True(65535.0 / stored.Sum(weight => weight.Value) <= 30000 / 65535.0);
        });
    }

    [Fact]
    public async Task Sends_nothing_when_the_subnet_takes_no_vector_of_so_few_weights()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);
        await WithAsync("MinAllowedWeights", BitConverter.GetBytes((ushort)3), BitConverter.GetBytes((ushort)0), async () =>
        {
            var exception = await Assert.ThrowsAsync<SubtensorException>(() => Subject().SetWeightsAsync(Netuid, hotkey, [new(0, 65535)], Token).AsTask());
            Assert.Contains("no fewer than 3", exception.Message, StringComparison.Ordinal);
            Assert.Equal(0UL, await session.Chain.ReadNextNonceAsync(hotkey.Hotkey.Address, Token));
        });
    }

    [Fact]
    public async Task States_the_version_key_that_the_subnet_demands()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);
        await WithAsync("WeightsVersionKey", BitConverter.GetBytes(ulong.MaxValue), BitConverter.GetBytes(0UL), async () =>
            Assert.Equal(WeightsOutcome.Set, (await Subject().SetWeightsAsync(Netuid, hotkey, [new(0, 65535)], Token)).Outcome));
    }

    [Fact]
    public async Task The_metagraph_brings_the_rules_of_the_same_block()
    {
        await WithAsync("ImmunityPeriod", BitConverter.GetBytes((ushort)77), BitConverter.GetBytes((ushort)4096), async () =>
        {
            var metagraph = await Subject().ReadMetagraphAsync(Netuid, Token);
            Assert.Equal(77, metagraph.Hyperparameters!.ImmunityPeriod);
            Assert.False(metagraph.Hyperparameters.CommitRevealEnabled);
        });
    }

    [Fact]
    public async Task Shows_the_stake_that_a_dtao_runtime_keeps_in_the_subnets_state()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);
        using var coldkey = DevelopmentKeys.Of("Alice");
        var before = (await Subject().ReadMetagraphAsync(Netuid, Token)).Find(hotkey.Hotkey)!.Stake;
        await fixture.Chain.SetStorageAsync(
            [
                ChainFixture.Entry("TotalHotkeyAlpha", BitConverter.GetBytes(2_500_000_000UL), hotkey.PublicKey.ToArray(), 1),
                ChainFixture.Entry("TotalHotkeyShares", BitConverter.GetBytes(2_500_000_000UL), hotkey.PublicKey.ToArray(), 1),
                ChainFixture.Entry("Alpha", BitConverter.GetBytes(2_500_000_000UL), hotkey.PublicKey.ToArray(), coldkey.PublicKey.ToArray(), 1),
            ],
            Token);

        Assert.Equal(0m, before);
        Assert.Equal(2.5m, (await Subject().ReadMetagraphAsync(Netuid, Token)).Find(hotkey.Hotkey)!.Stake);
    }

    /// <summary>Changes a rule of the subnet for a moment.</summary>
    private async Task WithAsync(string item, byte[] value, byte[] before, Func<Task> act)
    {
        await fixture.Chain.SetStorageAsync([ChainFixture.Entry(item, value, 1)], Token);
        try
        {
            await act();
        }
        finally
        {
            await fixture.Chain.SetStorageAsync([ChainFixture.Entry(item, before, 1)], Token);
        }
    }

    private ChainSubtensor Subject() => fixture.Subtensor();
}
