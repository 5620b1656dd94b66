using System.Net;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class MetagraphStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private MetagraphStore Metagraphs => new(Blobs);

    [Fact]
    public async Task The_last_metagraph_saved_is_loaded()
    {
        Neuron[] neurons =
        [
            new(0, new Hotkey("5Alice"), 1000.123456789m, true, null),
            new(255, new Hotkey("5Bob"), 0, false, new AxonEndpoint(IPAddress.Parse("203.0.113.7"), 8091)),
            new(256, new Hotkey("5Carol"), 1, false, new AxonEndpoint(IPAddress.Parse("2001:db8::1"), 65535)),
        ];
        await Metagraphs.SaveAsync(new Metagraph(8, 1, Noon, []), Token);
        await Metagraphs.SaveAsync(new Metagraph(8, 4_000_000_000, Noon, neurons), Token);

        var loaded = (await Metagraphs.LoadAsync(8, Token))!;
        Assert.Equal((8, 4_000_000_000UL, Noon), (loaded.Netuid, loaded.Block, loaded.ReadAt));
        Assert.Equal(neurons, loaded.Neurons);
    }

    [Fact]
    public async Task A_netuid_never_saved_has_none()
    {
        await Metagraphs.SaveAsync(new Metagraph(8, 1, Noon, []), Token);
        Assert.Null(await Metagraphs.LoadAsync(9, Token));
    }
}
