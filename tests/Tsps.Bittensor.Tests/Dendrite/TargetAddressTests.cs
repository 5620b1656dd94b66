using System.Net;
using System.Net.Sockets;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Dendrite;

[Trait(Categories.Name, Categories.Unit)]
public sealed class TargetAddressTests : DendriteTest
{
    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("64:ff9b::7f00:1")]
    public async Task Addresses_that_are_not_public_are_not_called(string address)
    {
        var target = new DendriteTarget(Keypair.Hotkey, new AxonEndpoint(IPAddress.Parse(address), 8091));

        var answer = Assert.Single(await AskAsync(new Synapse(), [target], Long, new DendriteOptions()));

        Assert.Equal((DendriteFault.AddressRefused, 503, false), (answer.Fault, answer.StatusCode, answer.HasAnswered));
        Assert.Contains("not public", answer.StatusMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1.1.1", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("192.167.255.255", true)]
    [InlineData("192.168.0.0", false)]
    public void Public_addresses_are_told_from_others(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData(null, 0)]
    [InlineData("0.0.0.0", 8091)]
    [InlineData("1.1.1.1", 0)]
    [InlineData("::", 8091)]
    public async Task Neurons_without_an_address_are_not_called_whatever_the_settings(string? address, int port)
    {
        var target = new DendriteTarget(Keypair.Hotkey, address is null ? null : new AxonEndpoint(IPAddress.Parse(address), port));

        var answer = Assert.Single(await AskAsync(new Synapse(), [target], Long));

        Assert.Equal((DendriteFault.AddressRefused, 503), (answer.Fault, answer.StatusCode));
    }

    [Fact]
    public async Task An_IPv4_address_is_reached_in_the_form_of_IPv6_too()
    {
        await using var peer = LoopbackPeer.Answering(Answer(new Synapse()));
        var target = new DendriteTarget(Keypair.Hotkey, peer.Endpoint with { Address = peer.Endpoint.Address.MapToIPv6() });

        Assert.True(Assert.Single(await AskAsync(new Synapse(), [target], Long)).IsSuccess);
    }

    [Fact]
    public async Task An_IPv6_address_is_reached()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var peer = LoopbackPeer.Answering(Answer(new Synapse()), IPAddress.IPv6Loopback);

        Assert.True(Assert.Single(await AskAsync(new Synapse(), [Target(peer)], Long)).IsSuccess);
    }
}
