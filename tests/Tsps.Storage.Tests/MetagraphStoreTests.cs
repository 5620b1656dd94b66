using System.Net;
using Azure.Data.Tables;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class MetagraphStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private const string Network = "finney";

    private MetagraphStore Metagraphs => new(Tables, Blobs);

    [Fact]
    public async Task The_last_metagraph_saved_is_loaded()
    {
        Neuron[] neurons =
        [
            new(0, new Hotkey("5Alice"), 1000.123456789m, true, null),
            new(255, new Hotkey("5Bob"), 0, false, new AxonEndpoint(IPAddress.Parse("203.0.113.7"), 8091)),
            new(256, new Hotkey("5Carol"), 1, false, new AxonEndpoint(IPAddress.Parse("2001:db8::1"), 65535)),
        ];
        await Metagraphs.SaveAsync(Network, new Metagraph(8, 1, Noon, []), Token);
        await Metagraphs.SaveAsync(Network, new Metagraph(8, 4_000_000_000, Noon, neurons) { Chain = "0xaa" }, Token);

        var loaded = (await Metagraphs.LoadAsync(Network, 8, Token))!;
        Assert.Equal((8, 4_000_000_000UL, Noon), (loaded.Netuid, loaded.Block, loaded.ReadAt));
        Assert.Equal(neurons, loaded.Neurons);
        Assert.Equal(new Subnet("0xaa", 8), loaded.Subnet);
    }

    [Fact]
    public async Task The_subnets_rules_are_kept_with_it_to_the_largest_numbers()
    {
        var rules = new SubnetHyperparameters(360, 5000, 8, 65535, ulong.MaxValue, 100, ulong.MaxValue, 5000, true, true, 1, 64);
        await Metagraphs.SaveAsync(Network, new Metagraph(8, 1, Noon, [], rules), Token);
        Assert.Equal(rules, (await Metagraphs.LoadAsync(Network, 8, Token))!.Hyperparameters);

        await Metagraphs.SaveAsync(Network, new Metagraph(8, 2, Noon, []), Token);
        Assert.Null((await Metagraphs.LoadAsync(Network, 8, Token))!.Hyperparameters);
    }

    [Fact]
    public async Task A_smaller_metagraph_leaves_nothing_of_a_larger_one_behind()
    {
        Neuron[] many = [.. Enumerable.Range(0, 1000).Select(uid => new Neuron((ushort)uid, new Hotkey($"5F2DCSzF4V9aMBVz4rvQZbYH2NKzdocU3Cuq9rJ8{uid:D8}"), uid, true, new AxonEndpoint(IPAddress.Parse("203.0.113.7"), 8091)))];
        await Metagraphs.SaveAsync(Network, new Metagraph(8, 1, Noon, many), Token);
        Assert.Equal(many, (await Metagraphs.LoadAsync(Network, 8, Token))!.Neurons);

        await Metagraphs.SaveAsync(Network, new Metagraph(8, 2, Noon, many[..3]), Token);
        Assert.Equal(many[..3], (await Metagraphs.LoadAsync(Network, 8, Token))!.Neurons);
    }

    [Fact]
    public async Task A_reader_sees_a_whole_metagraph_while_another_is_written()
    {
        Neuron[] Subnet(int stake) => [.. Enumerable.Range(0, 256).Select(uid => new Neuron((ushort)uid, new Hotkey($"5Hotkey{uid}"), stake, false, null))];
        await Metagraphs.SaveAsync(Network, new Metagraph(8, 0, Noon, Subnet(0)), Token);

        var writing = Task.Run(
            async () =>
            {
                for (var block = 1; block <= 20; block++)
                {
                    await Metagraphs.SaveAsync(Network, new Metagraph(8, (ulong)block, Noon, Subnet(block)), Token);
                }
            },
            Token);
        do
        {
            var seen = (await Metagraphs.LoadAsync(Network, 8, Token))!;
            Assert.Equal(256, seen.Neurons.Count);
            Assert.All(seen.Neurons, neuron => Assert.Equal(seen.Block, (ulong)neuron.Stake));
        }
        while (!writing.IsCompleted);
        await writing;
    }

    [Fact]
    public async Task What_an_earlier_version_kept_as_a_blob_serves_until_the_first_row_is_written()
    {
        var container = Blobs.GetBlobContainerClient("metagraphs");
        await container.CreateAsync(cancellationToken: Token);
        var blob = """{"schema":1,"netuid":8,"block":5,"readAt":"2024-03-01T12:00:00+00:00","neurons":[{"uid":7,"hotkey":"5Bob","stake":1.5,"validatorPermit":true,"ip":"203.0.113.7","port":8091}]}""";
        await container.GetBlobClient("8.json").UploadAsync(BinaryData.FromString(blob), Token);

        var old = (await Metagraphs.LoadAsync(Network, 8, Token))!;
        Assert.Equal((5UL, Noon), (old.Block, old.ReadAt));
        Assert.Equal([new Neuron(7, new Hotkey("5Bob"), 1.5m, true, new AxonEndpoint(IPAddress.Parse("203.0.113.7"), 8091))], old.Neurons);

        await Metagraphs.SaveAsync(Network, new Metagraph(8, 6, Noon, []), Token);
        Assert.Equal(6UL, (await Metagraphs.LoadAsync(Network, 8, Token))!.Block);
    }

    [Fact]
    public async Task One_of_another_network_is_not_loaded()
    {
        await Metagraphs.SaveAsync("registry", new Metagraph(8, 1, Noon, []), Token);
        Assert.Null(await Metagraphs.LoadAsync(Network, 8, Token));
        Assert.NotNull(await Metagraphs.LoadAsync("registry", 8, Token));

        await Metagraphs.SaveAsync(Network, new Metagraph(8, 2, Noon, []), Token);
        Assert.Equal(2UL, (await Metagraphs.LoadAsync(Network, 8, Token))!.Block);
        Assert.Null(await Metagraphs.LoadAsync("registry", 8, Token));
    }

    [Fact]
    public async Task A_row_from_before_networks_were_told_apart_is_loaded_for_each()
    {
        var table = Tables.GetTableClient("metagraphs");
        await Metagraphs.SaveAsync(Network, new Metagraph(8, 5, Noon, [new Neuron(7, new Hotkey("5Bob"), 1.5m, true, null)]), Token);
        var row = (await table.GetEntityAsync<TableEntity>("8", "current", cancellationToken: Token)).Value;
        row["Schema"] = 2;
        row.Remove("Network");
        row.Remove("Chain");
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, Token);

        var loaded = (await Metagraphs.LoadAsync(Network, 8, Token))!;
        Assert.Equal((5UL, null), (loaded.Block, loaded.Subnet));
        Assert.Single((await Metagraphs.LoadAsync("registry", 8, Token))!.Neurons);
    }

    [Fact]
    public async Task A_netuid_never_saved_has_none()
    {
        await Metagraphs.SaveAsync(Network, new Metagraph(8, 1, Noon, []), Token);
        Assert.Null(await Metagraphs.LoadAsync(Network, 9, Token));
    }
}
