using System.Net;
using System.Net.Http.Headers;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Local.Apps;
using Tsps.Local.Hosting;
using Tsps.Local.Tests.Support;
using Tsps.Markets;
using Tsps.Markets.Simulation;
using Tsps.Subtensor;
using Tsps.Testing;
using Tsps.Validation.Asking;

namespace Tsps.Local.Tests.Apps;

/// <summary>One miner on two instances, which share nothing but storage.</summary>
[Trait(Categories.Name, Categories.Storage)]
public sealed class TwoInstancesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string CallerMnemonic = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
    private const string MinerMnemonic = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    private readonly Keypair _caller = Keypair.FromMnemonic(CallerMnemonic);
    private readonly Keypair _miner = Keypair.FromMnemonic(MinerMnemonic);
    private readonly List<FunctionHost> _instances = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var account = azurite.NewAccount();
        var registry = new LocalRegistry(new TableServiceClient(account), TimeProvider.System);
        await registry.AddAsync(8, new Neuron(0, _caller.Hotkey, 1000, ValidatorPermit: true, Axon: null), Token);
        foreach (var seed in new[] { 3, 4 })
        {
            var instance = new FunctionHost(Instance(account, SimulatedCandles.Generate(seed, TimeProvider.System.GetUtcNow().AddDays(-4), 1000)));
            _instances.Add(instance);
            await instance.StartAsync(Token);
        }
    }

    [Fact]
    public async Task Of_two_instances_given_the_same_request_at_the_same_moment_exactly_one_accepts_it()
    {
        using var client = new HttpClient();
        for (var round = 0; round < 5; round++)
        {
            var headers = SignedHeaders.Create(SynapseTypes.Find("LiveForwardHash")!, _caller, _miner.Hotkey);

            var statuses = await Task.WhenAll(_instances.Select(instance => SendAsync(client, instance, headers)));
            var late = await Task.WhenAll(_instances.Select(instance => SendAsync(client, instance, headers)));

            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], statuses.Order());
            Assert.All(late, status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        }
    }

    [Fact]
    public async Task The_other_instance_reveals_what_the_first_committed_to_though_its_candles_differ()
    {
        using var dendrite = new DendriteClient(_caller, new DendriteOptions { AllowPrivateAddresses = true }, TimeProvider.System, NullLogger<DendriteClient>.Instance);
        var uuid = Guid.NewGuid();

        var hash = await AskAsync(_instances[0], "LiveForwardHash", uuid);
        var revealed = await AskAsync(_instances[1], "LiveForward", uuid);
        var other = await AskAsync(_instances[1], "LiveForward", Guid.NewGuid());

        Assert.Null(CommitmentReport.Of(hash, revealed, 100).Refusal);
        Assert.Contains("not the one", CommitmentReport.Of(hash, other, 100).Refusal, StringComparison.Ordinal);

        async Task<DendriteAnswer<Synapse>> AskAsync(FunctionHost instance, string synapse, Guid request)
        {
            var question = AxonQuestion.Create(synapse, WireGeneration.V6, StreamDefinition.BtcUsd5m, request, null);
            var target = new DendriteTarget(_miner.Hotkey, new AxonEndpoint(IPAddress.Loopback, instance.Address.Port));
            return (await dendrite.AskAsync(question.Synapse, [target], TimeSpan.FromMinutes(1), Token))[0];
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        _caller.Dispose();
        _miner.Dispose();
    }

    private static FunctionApp Instance(string account, CandleSeries candles)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = account,
            ["Subtensor:Netuid"] = "8",
            ["Wallet:Mnemonic"] = MinerMnemonic,
            ["Miner:HashMinutes"] = "any",
            ["Miner:ForwardMinutes"] = "any",
        }).Build();
        var miner = SubnetApps.Miner("miner", settings);
        return miner with
        {
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            Register = (services, configuration) =>
            {
                services.AddSingleton<ICandleSource>(new ReplayCandleSource(candles, "simulated", TimeProvider.System));
                miner.Register(services, configuration);
            },
        };
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, FunctionHost instance, IEnumerable<KeyValuePair<string, string>> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(instance.Address, "LiveForwardHash"))
        {
            Content = new StringContent(
                """{"request_uuid": "1", "stream_id": "BTCUSD-5m", "topic_id": 1, "feature_ids": [0.001], "prediction_size": 100, "schema_id": 1}""",
                MediaTypeHeaderValue.Parse("application/json")),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await client.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
