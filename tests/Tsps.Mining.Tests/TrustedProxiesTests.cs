using System.Net;
using Tsps.Testing;

namespace Tsps.Mining.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class TrustedProxiesTests
{
    private static readonly TrustedProxies Proxies = new([TrustedProxies.Parse("127.0.0.1")!.Value, TrustedProxies.Parse("10.0.0.0/8")!.Value]);

    [Theory]
    [InlineData("127.0.0.1:7", "203.0.113.9", "203.0.113.9:0")]
    [InlineData("127.0.0.1:7", "203.0.113.9:4711", "203.0.113.9:4711")]
    [InlineData("127.0.0.1:7", "198.51.100.1, 203.0.113.9, 10.1.2.3", "203.0.113.9:0")]
    [InlineData("127.0.0.1:7", "10.9.9.9, 10.1.2.3", "10.9.9.9:0")]
    [InlineData("127.0.0.1:7", "2001:db8::7", "[2001:db8::7]:0")]
    [InlineData("127.0.0.1:7", "somebody", "127.0.0.1:7")]
    [InlineData("127.0.0.1:7", null, "127.0.0.1:7")]
    [InlineData("[::ffff:127.0.0.1]:7", "203.0.113.9", "203.0.113.9:0")]
    [InlineData("192.0.2.1:7", "203.0.113.9", "192.0.2.1:7")]
    public void Takes_the_last_address_that_no_trusted_proxy_has(string connection, string? forwarded, string caller) =>
        Assert.Equal(IPEndPoint.Parse(caller), Proxies.FindCaller(IPEndPoint.Parse(connection), forwarded));

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("proxy.example")]
    public void A_text_that_names_no_network_is_none(string text) => Assert.Null(TrustedProxies.Parse(text));
}
