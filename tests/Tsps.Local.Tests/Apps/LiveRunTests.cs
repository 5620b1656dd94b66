using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Tsps.Local.Apps;
using Tsps.Testing;

namespace Tsps.Local.Tests.Apps;

[Trait(Categories.Name, Categories.Storage)]
public sealed class LiveRunTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Serves_validator_and_miner_until_it_is_stopped()
    {
        var token = TestContext.Current.CancellationToken;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var (validatorPort, minerPort) = (FreePort(), FreePort());
        await using var output = new Lines();
        var run = new LiveRun(Settings(), output);

        var running = run.RunAsync([run.Validator(validatorPort), run.Miner(minerPort)], stop.Token);
        await output.WaitForAsync("Ctrl-C stops.", running, token);
        using var client = new HttpClient();
        var health = await client.GetAsync(new Uri($"http://127.0.0.1:{validatorPort}/health"), token);
        var outputs = await client.GetAsync(new Uri($"http://127.0.0.1:{validatorPort}/outputs/cmw.json?stream=ETHUSD-5m"), token);
        var reason = await outputs.Content.ReadAsStringAsync(token);
        var synapse = await client.PostAsync(new Uri($"http://127.0.0.1:{minerPort}/NoSuchSynapse"), content: null, token);
        await stop.CancelAsync();
        await running;

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal((HttpStatusCode.NotFound, "application/json"), (outputs.StatusCode, outputs.Content.Headers.ContentType?.MediaType));
        Assert.Equal("""{"error": "There is no stream 'ETHUSD-5m' here; there is BTCUSD-5m."}""", reason);
        Assert.Equal(HttpStatusCode.NotFound, synapse.StatusCode);
        Assert.Equal(["404"], synapse.Headers.GetValues("bt_header_axon_status_code"));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://127.0.0.1:{minerPort}/"), token));
    }

    private IConfigurationRoot Settings() => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = azurite.NewAccount(),
            ["Wallet:Mnemonic"] = "bottom drive obey lake curtain smoke basket hold race lonely fit walk",
            ["Logging:LogLevel:Default"] = "None",
        })
        .Build();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Lines : StringWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public override Task WriteLineAsync(string? value)
        {
            _lines.Writer.TryWrite(value ?? "");
            return Task.CompletedTask;
        }

        internal async Task WaitForAsync(string line, Task running, CancellationToken cancellationToken)
        {
            while (true)
            {
                var next = _lines.Reader.ReadAsync(cancellationToken).AsTask();
                await Task.WhenAny(next, running);
                if (running.IsCompleted)
                {
                    await running;
                    Assert.Fail("The run ended early.");
                }

                if (await next == line)
                {
                    return;
                }
            }
        }
    }
}
