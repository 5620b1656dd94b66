using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Forecasting;
using Tsps.Local.Apps;
using Tsps.Local.Demo;
using Tsps.Local.Hosting;
using Tsps.Local.Replay;
using Tsps.Markets;
using Tsps.Storage;
using Tsps.Subtensor;
using Tsps.Validation;

namespace Tsps.Local.Historical;

/// <summary>
/// A validator's own functions over historical candles: no exchange, no chain, no wire, miners in the same process and storage in memory. All else,
/// from the timers to the rows, is what runs live.
/// </summary>
public sealed class HistoricalSubnet : IAsyncDisposable
{
    private const decimal ValidatorStake = 10_000;
    private const string ReplayName = "historical";
    private const ushort Netuid = 8;
    private const int NeverCalledPort = 8091;

    private readonly HistoricalOptions _options;
    private readonly ReplayClock _clock;
    private readonly Keypair _validatorKey;
    private readonly List<IForecaster> _models;
    private readonly FunctionHost _validator;
    private readonly Hotkey[] _miners;

    private HistoricalSubnet(HistoricalOptions options)
    {
        _options = options;
        _clock = new ReplayClock(options.Start);
        _validatorKey = ReplayKeys.Of(ReplayName, _options.Seed, "validator");
        _models = [.. options.Models.Select(OpenModel)];
        _miners = [.. Enumerable.Range(1, options.Miners).Select(number => HotkeyOf(string.Create(CultureInfo.InvariantCulture, $"miner{number}")))];
        _validator = new FunctionHost(App());
    }

    /// <summary>The validator's services, to look into its storage.</summary>
    public IServiceProvider Services => _validator.Services;

    private LocalRegistry Registry => (LocalRegistry)Services.GetRequiredService<ISubtensor>();

    /// <exception cref="ArgumentException">A model is none that comes with Tsps.</exception>
    public static async Task<HistoricalSubnet> StartAsync(HistoricalOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var subnet = new HistoricalSubnet(options);
        await subnet._validator.StartAsync(cancellationToken);
        await subnet.RegisterAsync(cancellationToken);
        return subnet;
    }

    /// <summary>Replays up to <paramref name="until"/>; <paramref name="onStep"/> is told of each run of a timer function.</summary>
    public Task RunAsync(DateTimeOffset until, Action<ReplayStep> onStep, CancellationToken cancellationToken) =>
        new ReplayScheduler(_clock, [_validator]).RunAsync(until, onStep, cancellationToken);

    /// <summary>What it came to, as storage and registry say.</summary>
    public async Task<DemoSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var streams = await ReplayedStreams.ReadAsync(Services, _options.Start, _clock.GetUtcNow(), cancellationToken);
        var weights = (await Registry.ReadWeightsAsync(Netuid, _validatorKey.Hotkey, cancellationToken))?.Weights.ToDictionary(weight => weight.Uid, weight => weight.Value);
        return new DemoSnapshot
        {
            Time = _clock.GetUtcNow(),
            Start = _options.Start,
            End = _clock.GetUtcNow(),
            Streams = streams,
            Miners = [.. _miners.Select((hotkey, index) => new DemoMiner(
                hotkey,
                (ushort)(index + 1),
                _options.Models[index % _options.Models.Count],
                streams[0].ScoreOf(hotkey),
                weights?.GetValueOrDefault((ushort)(index + 1))))],
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _validator.DisposeAsync();
        _models.OfType<IDisposable>().ToList().ForEach(model => model.Dispose());
        _validatorKey.Dispose();
    }

    private FunctionApp App()
    {
        var candles = new ReplayCandleSource(_options.Candles, _options.CandleSource, _clock);
        var app = SubnetApps.Validator("historical", Settings());
        return app with
        {
            Clock = _clock,
            Register = (services, configuration) =>
            {
                services
                    .AddMemoryStorage()
                    .AddSingleton<TimeProvider>(_clock)
                    .AddSingleton<IHotkeySigner>(_validatorKey)
                    .AddSingleton<ICandleSource>(candles)
                    .AddSingleton(new RoundDraws(_options.Seed))
                    .AddSingleton<IMinerQuery>(new LocalMiners(_models, candles, _options.Seed, _clock));
                app.Register(services, configuration);
            },
        };
    }

    // Storage has to be named, and is not used: what is registered before stays.
    private IConfigurationRoot Settings() => new ConfigurationBuilder().AddInMemoryCollection(
    [
        KeyValuePair.Create("AzureWebJobsStorage", (string?)"UseDevelopmentStorage=true"),
        KeyValuePair.Create("Subtensor:Network", (string?)"registry"),
        KeyValuePair.Create("Subtensor:Netuid", (string?)Netuid.ToString(CultureInfo.InvariantCulture)),
        KeyValuePair.Create("Validator:Generations", (string?)_options.Generations),
    ]).Build();

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        await Registry.AddAsync(Netuid, new Neuron(0, _validatorKey.Hotkey, ValidatorStake, ValidatorPermit: true, Axon: null), cancellationToken);
        for (var index = 0; index < _miners.Length; index++)
        {
            await Registry.AddAsync(Netuid, new Neuron((ushort)(index + 1), _miners[index], 0, ValidatorPermit: false, new AxonEndpoint(IPAddress.Loopback, NeverCalledPort)), cancellationToken);
        }
    }

    private static IForecaster OpenModel(string name)
    {
        if (!ForecasterFactory.NeedsModel(name))
        {
            return ForecasterFactory.Create(name);
        }

        using var content = BuiltInModels.Open(name);
        var file = new MemoryStream();
        content.CopyTo(file);
        return ForecasterFactory.Create(name, file.ToArray());
    }

    private Hotkey HotkeyOf(string neuron)
    {
        using var key = ReplayKeys.Of(ReplayName, _options.Seed, neuron);
        return key.Hotkey;
    }
}
