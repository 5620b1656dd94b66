using System.Net;
using Microsoft.Extensions.Configuration;
using Tsps.Local.Apps;
using Tsps.Local.Hosting;
using Tsps.Testing;

namespace Tsps.Local.Tests.Apps;

/// <summary>The miner's function behind a host that keeps X-Forwarded-For from the request, as Azure's does.</summary>
[Trait(Categories.Name, Categories.Storage)]
public sealed class ForwardedCallerTests(AzuriteFixture azurite)
{
    private const string Forwarded = "203.0.113.9";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_caller_is_whom_a_trusted_proxy_names() => Assert.Equal(Forwarded, await AskAsync("127.0.0.1"));

    [Fact]
    public async Task Without_a_trusted_proxy_the_caller_is_who_connected() => Assert.Equal("127.0.0.1", await AskAsync(""));

    /// <summary>As on Azure: the gateway adds the validator, the platform's front end adds the gateway, and the host calls from the loopback.</summary>
    [Fact]
    public async Task Behind_a_gateway_and_the_platform_the_caller_is_the_validator() =>
        Assert.Equal(Forwarded, await AskAsync("127.0.0.1,::1,198.51.100.4", $"192.0.2.66, {Forwarded}:4711, 198.51.100.4:50123"));

    /// <summary>An unsigned ping; the address that its refusal repeats.</summary>
    private async Task<string> AskAsync(string trustedProxies, string forwardedFor = Forwarded)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = azurite.NewAccount(),
            ["Wallet:Mnemonic"] = "legal winner thank year wave sausage worth useful legal winner thank yellow",
            ["Axon:TrustedProxies"] = trustedProxies,
        }).Build();
        await using var host = new FunctionHost(SubnetApps.Miner("miner", settings) with { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) });
        await host.StartAsync(Token);

        using var client = new HttpClient { BaseAddress = host.Address };
        using var ping = new HttpRequestMessage(HttpMethod.Post, "Synapse");
        ping.Headers.Add("name", "Synapse");
        ping.Headers.Add("X-Forwarded-For", forwardedFor);
        using var answer = await client.SendAsync(ping, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        return Assert.Single(answer.Headers.GetValues("bt_header_dendrite_ip"));
    }
}
