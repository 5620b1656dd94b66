using System.Net;
using Tsps.Testing;

namespace Tsps.Domain.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class MetagraphTests
{
    [Fact]
    public void Neurons_are_listed_by_uid_and_found_by_hotkey()
    {
        var metagraph = new Metagraph(8, 1, DateTimeOffset.UnixEpoch, [New(2, "5B"), New(0, "5C"), New(1, "5A")]);

        Assert.Equal([0, 1, 2], metagraph.Neurons.Select(neuron => (int)neuron.Uid));
        Assert.Equal(1, metagraph.Find(new Hotkey("5A"))!.Uid);
        Assert.Null(metagraph.Find(new Hotkey("5D")));
    }

    [Theory]
    [InlineData("203.0.113.7", 8091, true)]
    [InlineData("0.0.0.0", 8091, false)]
    [InlineData("203.0.113.7", 0, false)]
    [InlineData("::", 8091, false)]
    public void An_axon_without_address_or_port_counts_as_not_announced(string address, int port, bool announced) =>
        Assert.Equal(announced, new AxonEndpoint(IPAddress.Parse(address), port).IsAnnounced);

    private static Neuron New(ushort uid, string hotkey) => new(uid, new Hotkey(hotkey), 0, false, null);
}
