using System.Net;
using Tsps.Domain;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Chain;

[Collection(ChainCollection.Name)]
[Trait(Categories.Name, Categories.EndToEnd)]
public class RealRuntimeTests(ChainFixture fixture)
{
    private const ushort Netuid = ChainFixture.Netuid;
    private const ushort UnknownNetuid = 99;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_hotkeys_register_announce_themselves_and_weigh_each_other()
    {
        await using var session = fixture.Open();
        using var validator = await fixture.RegisterAsync(session, Token);
        using var first = await fixture.RegisterAsync(session, Token);
        using var second = await fixture.RegisterAsync(session, Token);
        var endpoint = new AxonEndpoint(IPAddress.Parse("203.0.113.7"), 8091);
        var endpoint6 = new AxonEndpoint(IPAddress.Parse("2001:db8::7"), 8092);

        Assert.NotNull(await session.ServeAxonAsync(first, Netuid, endpoint, 720, ExtrinsicWait.Finalized, Token));
        Assert.NotNull(await session.ServeAxonAsync(second, Netuid, endpoint6, 720, ExtrinsicWait.Included, Token));
        var metagraph = await session.ReadMetagraphAsync(Netuid, Token);
        var validatorUid = metagraph.Find(validator.Hotkey)!.Uid;
        var (firstUid, secondUid) = (metagraph.Find(first.Hotkey)!.Uid, metagraph.Find(second.Hotkey)!.Uid);
        UidWeight[] weights = [new(firstUid, 65535), new(secondUid, 20000)];
        var receipt = await session.SetWeightsAsync(validator, Netuid, weights, 0, ExtrinsicWait.Finalized, Token);

        Assert.Equal(endpoint, metagraph.Find(first.Hotkey)!.Axon);
        Assert.Equal(endpoint6, metagraph.Find(second.Hotkey)!.Axon);
        Assert.Null(metagraph.Find(validator.Hotkey)!.Axon);
        Assert.Equal(validatorUid, await session.FindUidAsync(Netuid, validator.Hotkey, Token));
        Assert.True(receipt.IsFinalized);
        Assert.Equal(weights, await session.ReadWeightsAsync(Netuid, validatorUid, Token));
        var snapshot = await session.ReadNeuronsAsync(Netuid, Token);
        Assert.Equal(receipt.BlockNumber, snapshot.Neurons[validatorUid].LastUpdate);
    }

    [Fact]
    public async Task An_axon_that_is_announced_already_is_not_announced_again()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);
        var endpoint = new AxonEndpoint(IPAddress.Parse("203.0.113.8"), 8091);

        Assert.NotNull(await session.ServeAxonAsync(hotkey, Netuid, endpoint, 720, ExtrinsicWait.Finalized, Token));
        Assert.Null(await session.ServeAxonAsync(hotkey, Netuid, endpoint, 720, ExtrinsicWait.Finalized, Token));
        Assert.Null(await session.ServeAxonAsync(hotkey, Netuid, endpoint with { Address = endpoint.Address.MapToIPv6() }, 720, ExtrinsicWait.Finalized, Token));
        Assert.NotNull(await session.ServeAxonAsync(hotkey, Netuid, endpoint with { Port = 8092 }, 720, ExtrinsicWait.Finalized, Token));
        Assert.NotNull(await session.ServeAxonAsync(hotkey, Netuid, endpoint with { Port = 8092 }, 721, ExtrinsicWait.Finalized, Token));

        var axon = await session.FindAxonAsync(Netuid, hotkey.Hotkey, Token);
        Assert.Equal(endpoint with { Port = 8092 }, axon!.Endpoint);
        Assert.Equal(721u, axon.Version);
    }

    [Fact]
    public async Task Registering_takes_the_price_from_the_coldkey_and_stops_at_a_price_that_is_too_high()
    {
        await using var session = fixture.Open();
        using var coldkey = DevelopmentKeys.Of("Bob");
        using var hotkey = fixture.NewHotkey();
        var cost = await session.ReadRegistrationCostAsync(Netuid, Token);
        var before = await session.ReadBalanceAsync(coldkey.Hotkey.Address, Token);

        var exception = await Assert.ThrowsAsync<SubtensorException>(
            () => session.RegisterAsync(coldkey, Netuid, hotkey.Hotkey, cost - 0.000000001m, ExtrinsicWait.Included, Token));
        Assert.Contains("Nothing was sent", exception.Message, StringComparison.Ordinal);
        Assert.Null(await session.FindUidAsync(Netuid, hotkey.Hotkey, Token));

        await session.RegisterAsync(coldkey, Netuid, hotkey.Hotkey, cost, ExtrinsicWait.Included, Token);
        Assert.NotNull(await session.FindUidAsync(Netuid, hotkey.Hotkey, Token));
        Assert.Equal(before - cost, await session.ReadBalanceAsync(coldkey.Hotkey.Address, Token));
    }

    [Fact]
    public async Task Hyperparameters_are_those_in_storage()
    {
        await using var session = fixture.Open();

        var rules = await session.ReadHyperparametersAsync(Netuid, Token);

        Assert.Equal(0UL, rules.WeightsRateLimit);
        Assert.Equal(100, rules.Tempo);
        Assert.Equal(65535, rules.MaxWeightsLimit);
        Assert.False(rules.CommitRevealEnabled);
        Assert.True(rules.RegistrationAllowed);
    }

    [Fact]
    public async Task Status_tells_chain_runtime_and_height()
    {
        await using var session = fixture.Open();

        var status = await session.ReadStatusAsync(Token);

        Assert.Equal("node-subtensor", status.SpecName);
        Assert.Equal(fixture.Chain.Uri.ToString(), status.Endpoint);
        Assert.True(status.Head >= status.Finalized);
        Assert.Equal(66, status.GenesisHash.Length);
        Assert.Equal(new Subnet(status.GenesisHash, Netuid), (await session.ReadMetagraphAsync(Netuid, Token)).Subnet);
    }

    [Fact]
    public async Task An_unknown_subnet_is_an_error_and_an_unknown_hotkey_is_none()
    {
        await using var session = fixture.Open();
        using var stranger = fixture.NewHotkey();

        Assert.Null(await session.FindUidAsync(Netuid, stranger.Hotkey, Token));
        Assert.Null(await session.FindAxonAsync(Netuid, stranger.Hotkey, Token));
        await Assert.ThrowsAsync<SubtensorException>(() => session.ReadMetagraphAsync(UnknownNetuid, Token));
        await Assert.ThrowsAsync<SubtensorException>(() => session.ReadHyperparametersAsync(UnknownNetuid, Token));
        await Assert.ThrowsAsync<SubtensorException>(() => session.ReadRegistrationCostAsync(UnknownNetuid, Token));
    }

    [Fact]
    public async Task A_mistyped_address_is_told_before_anything_is_sent()
    {
        await using var session = fixture.Open();
        var exception = await Assert.ThrowsAsync<SubtensorException>(
            () => session.FindUidAsync(Netuid, new Hotkey("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQX"), Token));
        Assert.Contains("no address of this chain", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_calls_of_one_key_at_once_both_succeed()
    {
        await using var one = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(one, Token);
        await using var two = fixture.Open();
        await using var three = fixture.Open();
        var uid = (await one.FindUidAsync(Netuid, hotkey.Hotkey, Token))!.Value;

        var receipts = await Task.WhenAll(
            two.SetWeightsAsync(hotkey, Netuid, [new(uid, 65535)], 0, ExtrinsicWait.Included, Token),
            three.SetWeightsAsync(hotkey, Netuid, [new(uid, 65535)], 0, ExtrinsicWait.Included, Token));

        Assert.NotEqual(receipts[0].ExtrinsicHash, receipts[1].ExtrinsicHash);
    }
}
