using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Local.Apps;
using Tsps.Local.Hosting;
using Tsps.Local.Tests.Support;
using Tsps.Testing;

namespace Tsps.Local.Tests.Apps;

/// <summary>The miner's axon behind the local host's web server, whose own limits must not come before those of the axon.</summary>
[Trait(Categories.Name, Categories.Storage)]
public sealed class AxonOverHttpTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string CallerMnemonic = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
    private const string MinerMnemonic = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    private readonly Keypair _caller = Keypair.FromMnemonic(CallerMnemonic);
    private readonly Keypair _miner = Keypair.FromMnemonic(MinerMnemonic);
    private readonly LogLines _log = new();
    private FunctionHost? _host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = azurite.NewAccount(),
            ["Wallet:Mnemonic"] = MinerMnemonic,
        }).Build();
        var miner = SubnetApps.Miner("miner", settings).WithLog(_log);
        _host = new FunctionHost(miner with
        {
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            Register = (services, configuration) =>
            {
                services.AddSingleton(new AxonOptions { BodyTimeout = TimeSpan.FromSeconds(8) });
                miner.Register(services, configuration);
            },
        });
        await _host.StartAsync(Token);
    }

    [Fact]
    public async Task Seventy_kilobytes_of_header_are_taken_as_recorded() =>
        AssertAnswer(Recorded("one_header_garbled/header_70_kilobytes"), await AskAsync("/Synapse", [$"long: {new string('x', 70_000)}"]));

    [Fact]
    public async Task An_absolute_url_in_place_of_the_path_is_an_unknown_synapse_as_recorded() =>
        AssertAnswer(Recorded("path_and_method/absolute_form"), await AskAsync($"{_host!.Address}Synapse"));

    [Fact]
    public async Task Hundreds_of_headers_long_urls_and_latin_1_are_taken() =>
        AssertAnswer("200 OK", await AskAsync($"/Synapse?{new string('q', 40_000)}", [.. Enumerable.Range(0, 300).Select(number => $"more-{number}: caf\u00e9")]));

    /// <summary>Any stranger's ping may do so: it must not fill the log. The server, which reads the rest for a while, has closed both connections in the end.</summary>
    [Fact]
    public async Task Bodies_that_trickle_are_answered_408_once_the_axons_own_time_is_over_and_are_no_trouble_to_the_log()
    {
        var answers = await Task.WhenAll(
            AskAsync("/Synapse", ["Content-Type: application/json", "Content-Length: 100"], body: "{"),
            AskAsync("/Synapse", ["Content-Type: application/json", "Transfer-Encoding: chunked"], body: "1\r\n{\r\n"));

        Assert.All(answers, answer =>
        {
            AssertAnswer("408 Request Timeout", answer);
            Assert.Contains("did not arrive within 8 s", answer, StringComparison.Ordinal);
        });
        Assert.Contains(_log.All, line => line.Text.Contains("with 408", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.All, line => line.Level > LogLevel.Information);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _caller.Dispose();
        _miner.Dispose();
        _log.Dispose();
    }

    /// <summary>What both SDKs answered.</summary>
    private static string Recorded(string name)
    {
        using var summary = GoldenFile.Read("wire/responses/summary.json");
        return Assert.Single(summary.RootElement.GetProperty("axon").GetProperty(name).EnumerateObject().Select(sdk => sdk.Value.GetProperty("http").GetString()!).Distinct());
    }

    private static void AssertAnswer(string status, string answer)
    {
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"bt_header_axon_status_code: {status.Split(' ')[0]}\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("application/json", answer, StringComparison.Ordinal);
    }

    /// <summary>A signed ping, byte by byte, and all that comes back.</summary>
    private async Task<string> AskAsync(string target, string[]? more = null, string? body = null)
    {
        string[] lines =
        [
            $"POST {target} HTTP/1.1",
            $"Host: {_host!.Address.Authority}",
            "Connection: close",
            .. SignedHeaders.Create(SynapseTypes.Ping, _caller, _miner.Hotkey).Select(header => $"{header.Key}: {header.Value}"),
            .. body is null ? ["Content-Type: application/json", "Content-Length: 2"] : Array.Empty<string>(),
            .. more ?? [],
        ];

        using var client = new TcpClient();
        await client.ConnectAsync(_host.Address.Host, _host.Address.Port, Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{string.Join("\r\n", lines)}\r\n\r\n{body ?? "{}"}"), Token);
        return await ReadToEndAsync(stream);
    }

    /// <summary>The server resets the connection of who leaves it waiting for the rest of a body.</summary>
    private static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, Token);
        }
        catch (IOException closed) when (closed.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
