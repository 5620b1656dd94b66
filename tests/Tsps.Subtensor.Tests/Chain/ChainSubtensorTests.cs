using System.Net;
using Tsps.Domain;
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
        await chain.SetWeightsAsync(Netuid, hotkey, [new(0, 0), new(neuron.Uid, 65535)], Token);

        Assert.Equal(endpoint, neuron.Axon);
        Assert.Equal([new UidWeight(neuron.Uid, 65535)], await session.ReadWeightsAsync(Netuid, neuron.Uid, Token));
        Assert.Equal(2UL, await session.Chain.ReadNextNonceAsync(hotkey.Hotkey.Address, Token));
    }

    [Fact]
    public async Task Sends_nothing_when_all_weights_are_zero()
    {
        using var hotkey = fixture.NewHotkey();
        var exception = await Assert.ThrowsAsync<SubtensorException>(() => Subject().SetWeightsAsync(Netuid, hotkey, [new(0, 0)], Token).AsTask());
        Assert.Contains("zero", exception.Message, StringComparison.Ordinal);
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

    private ChainSubtensor Subject() => new(fixture.SharedClient, 1);
}
