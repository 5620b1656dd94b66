using System.Globalization;
using System.Net;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Markets;
using Tsps.Markets.Simulation;
using Tsps.Neurons;
using Tsps.Scoring;
using Tsps.Storage;
using Tsps.Storage.Memory;
using Tsps.Subtensor;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

/// <summary>
/// One validator on an empty storage account of the real emulator, or on storage in memory, with simulated candles and a clock of its own. Instances made from the
/// same world share storage and clock, as two instances of one function app do; only the network is replaced, by <see cref="ScriptedMiners"/>.
/// </summary>
internal sealed class ValidatorWorld
{
    public const ushort Netuid = 8;

    public static readonly DateTimeOffset Start = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string? _connection;
    private readonly TableServiceClient _tables;
    private readonly BlobServiceClient _blobs;

    /// <summary>A world whose storage is the one in memory that replays of history use.</summary>
    public ValidatorWorld()
        : this(new MemoryTableServiceClient(), new MemoryBlobServiceClient(), new MemoryTableServiceClient())
    {
    }

    public ValidatorWorld(AzuriteFixture azurite)
        : this(azurite.NewAccount(), azurite.NewAccount())
    {
    }

    public ValidatorWorld(string connection, string registryConnection)
        : this(new TableServiceClient(connection), new BlobServiceClient(connection), new TableServiceClient(registryConnection)) => _connection = connection;

    private ValidatorWorld(TableServiceClient tables, BlobServiceClient blobs, TableServiceClient registry)
    {
        (_tables, _blobs) = (tables, blobs);
        Clock = new FakeTimeProvider(Start);
        Candles = SimulatedCandles.Generate(7, Start.AddDays(-31), 288 * 35);
        Registry = new LocalRegistry(registry, Clock);
        Subtensor = Registry;
        Rounds = new RoundStore(tables);
        Predictions = new PredictionStore(tables);
        History = new MinerHistoryStore(tables);
        Truths = new TruthStore(tables);
        Documents = new RoundDocumentStore(blobs);
        Heads = new ScoreHeadStore(tables);
        Submissions = new SubmittedWeightsStore(tables, SubtensorSettings.RegistryNetwork);
        Archives = new DayArchiveStore(blobs);
        Silent = new SilentMinerStore(tables);
    }

    /// <summary>The account itself, for tests that change what is stored.</summary>
    public TableServiceClient Tables => _tables;

    public BlobServiceClient Blobs => _blobs;

    /// <summary>Of the emulator's account.</summary>
    public string Connection => _connection ?? throw new InvalidOperationException("This world's storage is in memory.");

    public FakeTimeProvider Clock { get; }

    public CandleSeries Candles { get; set; }

    public Keypair Validator { get; } = Keypair.FromSeed(Enumerable.Repeat((byte)1, 32).ToArray());

    public ScriptedMiners Miners { get; } = new();

    public LocalRegistry Registry { get; }

    public RoundStore Rounds { get; }

    public PredictionStore Predictions { get; }

    public RoundDocumentStore Documents { get; }

    public ScoreHeadStore Heads { get; }

    public MinerHistoryStore History { get; }

    public TruthStore Truths { get; }

    public SubmittedWeightsStore Submissions { get; }

    public DayArchiveStore Archives { get; }

    /// <summary>Where weights are set; the registry unless a test says otherwise.</summary>
    public ISubtensor Subtensor { get; set; }

    /// <summary>Whether the dendrite calls axons on this machine; the questions themselves go to <see cref="Miners"/>.</summary>
    public bool AllowsPrivateAddresses { get; init; }

    /// <summary>What answers the validator's questions; <see cref="Miners"/> unless a test says otherwise.</summary>
    public IMinerQuery? Query { get; set; }

    private SilentMinerStore Silent { get; }

    /// <summary>Of the instances that are made from now on.</summary>
    public ValidatorSettings Settings { get; set; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What the settings of those instances name.</summary>
    public string Network { get; set; } = SubtensorSettings.RegistryNetwork;

    /// <summary>The same.</summary>
    public ushort SettingsNetuid { get; set; } = Netuid;

    public StreamPlan Plan => Settings.MainStream;

    private string Stream => Plan.Id;

    /// <summary>Settings of a validator that runs these generations.</summary>
    public static ValidatorSettings SettingsOf(params IEnumerable<ScoringProfile> generations) =>
        new() { Streams = [.. generations.Select(profile => StreamPlan.BtcUsd5m(profile, TimeSpan.FromSeconds(30)))], HashPause = TimeSpan.Zero };

    public static Hotkey HotkeyOf(int uid) => Ss58.Encode(Enumerable.Repeat((byte)uid, 32).ToArray());

    /// <summary>Registers the validator as uid 0 and miners as uids 1 to <paramref name="miners"/>.</summary>
    public Task RegisterAsync(int miners) => RegisterAsync(Netuid, miners);

    /// <summary>The same on another subnet.</summary>
    public async Task RegisterAsync(ushort netuid, int miners)
    {
        await Registry.AddAsync(netuid, new Neuron(0, Validator.Hotkey, 1000, true, null), Token);
        for (var uid = 1; uid <= miners; uid++)
        {
            await Registry.AddAsync(netuid, new Neuron((ushort)uid, HotkeyOf(uid), 0, false, new AxonEndpoint(IPAddress.Loopback, 8000 + uid)), Token);
        }
    }

    /// <summary>A fresh instance of the app: its memory is empty, its storage is the world's.</summary>
    /// <param name="watch">Sees each request to storage, and may end the instance there.</param>
    public ValidatorInstance NewInstance(StorageWatch? watch = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            KeyValuePair.Create("AzureWebJobsStorage", (string?)(_connection ?? "UseDevelopmentStorage=true")),
            KeyValuePair.Create("Dendrite:AllowPrivateAddresses", (string?)AllowsPrivateAddresses.ToString()),
            KeyValuePair.Create("Subtensor:Network", (string?)Network),
            KeyValuePair.Create("Subtensor:Netuid", (string?)SettingsNetuid.ToString(CultureInfo.InvariantCulture)),
        ]).Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IHotkeySigner>(Validator)
            .AddSingleton<ICandleSource>(new ReplayCandleSource(Candles, "simulated", Clock))
            .AddSingleton(new RoundDraws(1))
            .AddSingleton(Settings)
            .AddSingleton(Subtensor)
            .AddSingleton(_connection is null ? _tables : new TableServiceClient(_connection, watch?.TableOptions()))
            .AddSingleton(_connection is null ? _blobs : new BlobServiceClient(_connection, watch?.BlobOptions()))
            .AddSingleton(provider => NewQuery(provider.GetRequiredService<SilentMinerStore>()))
            .AddValidator(configuration);
        return new ValidatorInstance(services.BuildServiceProvider());
    }

    public IMinerQuery NewQuery(SilentMinerStore? silent = null) =>
        Query ?? new DormancyQuery(Miners, silent ?? Silent, DormancyRules.Default, Clock, NullLogger<DormancyQuery>.Instance);

    /// <summary>Runs the timers as the host would, minute by minute.</summary>
    public Task RunAsync(ValidatorInstance instance, TimeSpan duration) => RunAsync(instance, duration, run => run());

    /// <summary>The same where functions fail, as the host takes it: their next run comes all the same.</summary>
    public Task RunThroughFailuresAsync(ValidatorInstance instance, TimeSpan duration) => RunAsync(instance, duration, async run =>
    {
        try
        {
            await run();
        }
        catch (Exception failure) when (failure is SubtensorException || UnreadableData.Is(failure))
        {
            // The log and /health have it.
        }
    });

    private async Task RunAsync(ValidatorInstance instance, TimeSpan duration, Func<Func<Task>, Task> host)
    {
        var end = Clock.GetUtcNow() + duration;
        while (Clock.GetUtcNow() < end)
        {
            // On the minute, also where answers took some of it.
            Clock.Advance(TimeSpan.FromTicks(TimeSpan.TicksPerMinute - (Clock.GetUtcNow().Ticks % TimeSpan.TicksPerMinute)));
            await host(() => instance.Requests.AskAsync(Token).AsTask());
            if (Clock.GetUtcNow().Minute is 5 or 35)
            {
                await host(() => instance.Scores.ScoreAsync(Token).AsTask());
            }
        }
    }

    public async Task<IReadOnlyList<Round>> ListRoundsAsync() =>
        await Rounds.ListAsync(Stream, SlotAt(Start.AddDays(-2)), SlotAt(Clock.GetUtcNow().AddDays(1)), Token);

    /// <summary>The round whose window holds the clock's now.</summary>
    public async Task<Round> CurrentRoundAsync() => (await Rounds.FindAsync(Stream, SlotAt(Clock.GetUtcNow()), Token))!;

    public RoundSlot SlotAt(DateTimeOffset instant) => Plan.SlotAt(instant);
}
