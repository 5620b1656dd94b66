using System.Net;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class LocalRegistryTests
{
    private const ushort Netuid = 8;

    private static readonly DateTimeOffset Now = new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TableServiceClient _tables;
    private readonly LocalRegistry _registry;
    private readonly Keypair _key = Keypair.FromSeed(Enumerable.Repeat((byte)7, 32).ToArray());

    public LocalRegistryTests(AzuriteFixture azurite)
    {
        _tables = new TableServiceClient(azurite.NewAccount());
        _registry = new LocalRegistry(_tables, new FakeTimeProvider(Now));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_netuid_without_neurons_has_an_empty_metagraph()
    {
        var metagraph = await _registry.ReadMetagraphAsync(Netuid, Token);
        Assert.Equal((Netuid, 0UL, Now, 0), (metagraph.Netuid, metagraph.Block, metagraph.ReadAt, metagraph.Neurons.Count));
        Assert.Equal(new Subnet("registry", Netuid), metagraph.Subnet);
    }

    [Fact]
    public async Task What_was_registered_is_read_back_by_uid_and_removed_again()
    {
        Neuron[] neurons = [Miner(0), Miner(11) with { Hotkey = new Hotkey("5B"), Stake = 1.000000001m, ValidatorPermit = true }];
        await _registry.AddAsync(Netuid, neurons[1], Token);
        await _registry.AddAsync(Netuid, neurons[0], Token);
        await _registry.AddAsync(9, Miner(3), Token);

        Assert.Equal(neurons, await _registry.ListAsync(Netuid, Token));
        Assert.True(await _registry.RemoveAsync(Netuid, 0, Token));
        Assert.False(await _registry.RemoveAsync(Netuid, 0, Token));
        Assert.Equal([neurons[1]], await _registry.ListAsync(Netuid, Token));
    }

    [Fact]
    public async Task A_row_that_cant_be_read_is_named()
    {
        await _registry.AddAsync(Netuid, Miner(3), Token);
        var table = _tables.GetTableClient("registry");
        await table.UpsertEntityAsync(new TableEntity($"neurons-{Netuid}", "00003") { ["Stake"] = 1 }, TableUpdateMode.Merge, Token);

        var damaged = await Assert.ThrowsAsync<SubtensorException>(() => _registry.ReadMetagraphAsync(Netuid, Token).AsTask());

        Assert.StartsWith($"Row 00003 of partition neurons-{Netuid} of table registry is damaged", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hotkey_cannot_have_two_uids()
    {
        await _registry.AddAsync(Netuid, Miner(1), Token);
        var refused = await Assert.ThrowsAsync<SubtensorException>(() => _registry.AddAsync(Netuid, Miner(2), Token).AsTask());
        Assert.Contains("uid 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_validator_with_a_permit_sets_weights_and_replaces_them()
    {
        await _registry.AddAsync(Netuid, Miner(0) with { ValidatorPermit = true }, Token);
        await _registry.SetWeightsAsync(Netuid, _key, [new UidWeight(1, 1), new UidWeight(2, 65535)], Token);
        await _registry.SetWeightsAsync(Netuid, _key, [new UidWeight(3, 65535)], Token);

        var set = (await _registry.ReadWeightsAsync(Netuid, _key.Hotkey, Token))!;
        Assert.Equal(Now, set.SetAt);
        Assert.Equal([new UidWeight(3, 65535)], set.Weights);
    }

    [Fact]
    public async Task Weights_of_a_stranger_or_without_a_permit_are_refused_with_what_to_do()
    {
        var stranger = await Assert.ThrowsAsync<SubtensorException>(() => _registry.SetWeightsAsync(Netuid, _key, [], Token).AsTask());
        await _registry.AddAsync(Netuid, Miner(0), Token);
        var withoutPermit = await Assert.ThrowsAsync<SubtensorException>(() => _registry.SetWeightsAsync(Netuid, _key, [], Token).AsTask());

        Assert.Contains("tsps registry add", stranger.Message, StringComparison.Ordinal);
        Assert.Contains("--permit", withoutPermit.Message, StringComparison.Ordinal);
        Assert.Null(await _registry.ReadWeightsAsync(Netuid, _key.Hotkey, Token));
    }

    [Fact]
    public async Task An_announced_axon_is_in_the_metagraph()
    {
        await _registry.AddAsync(Netuid, Miner(4), Token);
        var endpoint = new AxonEndpoint(IPAddress.Parse("203.0.113.7"), 8091);
        await _registry.AnnounceAxonAsync(Netuid, _key, endpoint, Token);

        Assert.Equal(endpoint, (await _registry.ReadMetagraphAsync(Netuid, Token)).Find(_key.Hotkey)!.Axon);
    }

    private Neuron Miner(ushort uid) => new(uid, _key.Hotkey, 5, ValidatorPermit: false, Axon: null);
}
