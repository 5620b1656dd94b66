using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Forecasting;
using Tsps.Local.Apps;
using Tsps.Local.Hosting;
using Tsps.Local.Replay;
using Tsps.Markets;
using Tsps.Storage;
using Tsps.Subtensor;
using Tsps.Validation;

namespace Tsps.Local.Demo;

/// <summary>
/// A whole subnet in one process: one validator and some miners, each the real app on a port and a storage account of its own, one replayed clock
/// for all, and a local registry in another account, or a chain, where they are registered.
/// </summary>
public sealed class DemoSubnet : IAsyncDisposable
{
    private const string RegistryName = "registry";
    private const string ValidatorName = "validator";
    private const string ReplayName = "demo";
    private const string ColdkeyName = "coldkey";

    private static readonly string[] Models = [BuiltInModels.Lstm50, LastCloseForecaster.ForecasterName];

    private readonly DemoSubnetOptions _options;
    private readonly ReplayClock _clock;
    private readonly IDemoLedger _ledger;
    private readonly IPAddress _address;
    private readonly Keypair _coldkey;
    private readonly Keypair _validatorKey;
    private readonly List<Keypair> _minerKeys = [];
    private readonly List<ushort> _minerUids = [];
    private readonly List<FunctionHost> _miners = [];
    private ushort _validatorUid;
    private FunctionHost? _validator;
    private ReplayScheduler? _scheduler;

    private DemoSubnet(DemoSubnetOptions options)
    {
        _options = options;
        _clock = new ReplayClock(options.Start);
        _coldkey = ReplayKeys.Of(ReplayName, _options.Seed, ColdkeyName);
        _validatorKey = ReplayKeys.Of(ReplayName, _options.Seed, ValidatorName);
        _address = options.Chain is null ? IPAddress.Loopback : ChainDemo.FindAddress();
        _ledger = options.Chain is { } chain
            ? new ChainLedger(chain, new SubtensorClient(ChainDemo.Options(chain), TimeProvider.System, NullLogger<SubtensorClient>.Instance), _coldkey)
            : new RegistryLedger(new LocalRegistry(new TableServiceClient(RegistryConnection), _clock), RegistryConnection);
    }

    /// <summary>Where the dashboard is.</summary>
    public Uri Dashboard => new(Validator.Address, "dashboard");

    /// <summary>The validator's services, to look into its storage.</summary>
    public IServiceProvider ValidatorServices => Validator.Services;

    /// <summary>The subnet's number, on the registry or the chain.</summary>
    public ushort Netuid => _ledger.Netuid;

    public Hotkey ValidatorHotkey => _validatorKey.Hotkey;

    private string RegistryConnection => _options.ConnectionStringOf(AccountOf(RegistryName));

    private FunctionHost Validator => _validator ?? throw new InvalidOperationException("The subnet has not been started.");

    /// <summary>The storage accounts that a subnet of so many miners uses.</summary>
    public static IReadOnlyList<string> AccountNames(int miners) =>
        [AccountOf(RegistryName), AccountOf(ValidatorName), .. Enumerable.Range(1, miners).Select(number => AccountOf(MinerName(number)))];

    /// <summary>Registers the neurons and starts the apps; the clock stands at the start until <see cref="RunAsync"/>.</summary>
    public static async Task<DemoSubnet> StartAsync(DemoSubnetOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var subnet = new DemoSubnet(options);
        try
        {
            await subnet.StartAsync(cancellationToken);
            return subnet;
        }
        catch
        {
            await subnet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Replays up to <paramref name="until"/>; <paramref name="onStep"/> is told of each run of a timer function.</summary>
    public Task RunAsync(DateTimeOffset until, Action<ReplayStep> onStep, CancellationToken cancellationToken) =>
        (_scheduler ?? throw new InvalidOperationException("The subnet has not been started.")).RunAsync(until, onStep, cancellationToken);

    /// <summary>How far the replay has come, as the validator's storage and the registry or the chain say.</summary>
    public async Task<DemoSnapshot> ReadAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        var streams = await ReplayedStreams.ReadAsync(ValidatorServices, _options.Start, _clock.GetUtcNow(), cancellationToken);
        var weights = await _ledger.ReadWeightsAsync(_validatorUid, _validatorKey.Hotkey, cancellationToken);
        return new DemoSnapshot
        {
            Time = _clock.GetUtcNow(),
            Start = _options.Start,
            End = end,
            Streams = streams,
            Miners =
            [
                .. _minerKeys.Select((key, index) => new DemoMiner(
                    key.Hotkey,
                    _minerUids[index],
                    ModelOf(index),
                    streams[0].ScoreOf(key.Hotkey),
                    weights?.GetValueOrDefault(_minerUids[index]))),
            ],
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _miners.Prepend(_validator).OfType<FunctionHost>())
        {
            await host.DisposeAsync();
        }

        _minerKeys.ForEach(key => key.Dispose());
        _validatorKey.Dispose();
        _coldkey.Dispose();
    }

    private static string MinerName(int number) => string.Create(CultureInfo.InvariantCulture, $"miner{number}");

    // Azurite takes the name of a table for that of an account where both are the same.
    private static string AccountOf(string name) => $"tsps{name}";

    private static string ModelOf(int minerIndex) => Models[minerIndex % Models.Length];

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _validatorUid = await _ledger.RegisterAsync(_validatorKey, isValidator: true, cancellationToken);
        for (var index = 0; index < _options.MinerPorts.Count; index++)
        {
            await StartMinerAsync(index, cancellationToken);
        }

        _validator = new FunctionHost(ValidatorApp());
        await _validator.StartAsync(cancellationToken);
        _scheduler = new ReplayScheduler(_clock, [_validator, .. _miners]);
    }

    private async Task StartMinerAsync(int index, CancellationToken cancellationToken)
    {
        var key = ReplayKeys.Of(ReplayName, _options.Seed, MinerName(index + 1));
        _minerKeys.Add(key);
        var port = _options.MinerPorts[index] is > 0 and var chosen ? chosen : FreePorts.Take();
        var miner = new FunctionHost(MinerApp(index, key, port));
        _miners.Add(miner);
        _minerUids.Add(await _ledger.RegisterAsync(key, isValidator: false, cancellationToken));
        await miner.StartAsync(cancellationToken);
        await _ledger.AnnounceAsync(_minerUids[index], key, new AxonEndpoint(_address, port), miner, cancellationToken);
    }

    private FunctionApp ValidatorApp() =>
        OnReplay(SubnetApps.Validator(ValidatorName, ValidatorConfiguration()), services => services
            .AddSingleton<IHotkeySigner>(_validatorKey)
            .AddSingleton<ICandleSource>(new ReplayCandleSource(_options.Candles, _options.CandleSource, _clock))
            .AddSingleton(new RoundDraws(_options.Seed)));

    private IConfigurationRoot ValidatorConfiguration() => Configure(
        ValidatorName,
        ("Dendrite:AllowPrivateAddresses", "true"),
        ("Validator:Generations", _options.HashFirst ? "v6" : "v4"),
        ("Validator:HashPauseSeconds", "0"));

    private FunctionApp MinerApp(int index, Keypair key, int port)
    {
        var configuration = Configure(
            MinerName(index + 1),
            ("Axon:ExternalIp", _address.ToString()),
            ("Axon:Port", port.ToString(CultureInfo.InvariantCulture)),
            ("Miner:Model", ModelOf(index)),

            // The replay's clock stands still between v6's two questions.
            ("Miner:HashMinutes", "any"),
            ("Miner:ForwardMinutes", "any"));
        return OnReplay(SubnetApps.Miner(MinerName(index + 1), configuration), services => services
            .AddSingleton<IHotkeySigner>(key)
            .AddSingleton<ICandleSource>(new ReplayCandleSource(_options.Candles, _options.CandleSource, _clock))) with
        {
            EndPoint = new IPEndPoint(_address, port),
        };
    }

    /// <summary>An app as Azure has it, but for what is registered before its own services, which then stays.</summary>
    private FunctionApp OnReplay(FunctionApp app, Action<IServiceCollection> registerBefore) => app with
    {
        Clock = _clock,
        Logging = _options.Logging,
        Register = (services, configuration) =>
        {
            services.AddSingleton<TimeProvider>(_clock);
            if (_options.Chain is { } chain)
            {
                services.AddSingleton(ChainDemo.Options(chain));
            }

            registerBefore(services);
            app.Register(services, configuration);
        },
    };

    private IConfigurationRoot Configure(string neuron, params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(
        [
            KeyValuePair.Create("AzureWebJobsStorage", (string?)_options.ConnectionStringOf(AccountOf(neuron))),
            .. _ledger.Settings.Concat(settings).Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)),
        ])
        .Build();
}
