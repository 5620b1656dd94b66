using System.Net;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
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
using Tsps.Subtensor;
using Tsps.Testing;
using Tsps.Validation.Dashboard;

namespace Tsps.Validation.Tests;

/// <summary>
/// One validator on an empty storage account of the real emulator, with simulated candles and a clock of its own. Instances made from the
/// same world share storage and clock, as two instances of one function app do; only the network is replaced, by <see cref="ScriptedMiners"/>.
/// </summary>
internal sealed class ValidatorWorld
{
    public const ushort Netuid = 8;

    public static readonly DateTimeOffset Start = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TableServiceClient _tables;
    private readonly BlobServiceClient _blobs;

    public ValidatorWorld(AzuriteFixture azurite)
    {
        Connection = azurite.NewAccount();
        _tables = new TableServiceClient(Connection);
        _blobs = new BlobServiceClient(Connection);
        Clock = new FakeTimeProvider(Start);
        Candles = SimulatedCandles.Generate(7, Start.AddDays(-31), 288 * 35);
        Registry = new LocalRegistry(_tables, Clock);
        Rounds = new RoundStore(_tables);
        Predictions = new PredictionStore(_tables);
        Documents = new RoundDocumentStore(_blobs);
        Heads = new ScoreHeadStore(_tables);
    }

    public string Connection { get; }

    public FakeTimeProvider Clock { get; }

    public CandleSeries Candles { get; set; }

    public Keypair Validator { get; } = Keypair.FromSeed(Enumerable.Repeat((byte)1, 32).ToArray());

    public ScriptedMiners Miners { get; } = new();

    public LocalRegistry Registry { get; }

    public RoundStore Rounds { get; }

    public PredictionStore Predictions { get; }

    public RoundDocumentStore Documents { get; }

    public ScoreHeadStore Heads { get; }

    public ValidatorSettings Settings { get; init; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Stream => Settings.Stream.Id;

    public static Hotkey HotkeyOf(int uid) => Ss58.Encode(Enumerable.Repeat((byte)uid, 32).ToArray());

    /// <summary>Registers the validator as uid 0 and miners as uids 1 to <paramref name="miners"/>.</summary>
    public async Task RegisterAsync(int miners)
    {
        await Registry.AddAsync(Netuid, new Neuron(0, Validator.Hotkey, 1000, true, null), Token);
        for (var uid = 1; uid <= miners; uid++)
        {
            await Registry.AddAsync(Netuid, new Neuron((ushort)uid, HotkeyOf(uid), 0, false, new AxonEndpoint(IPAddress.Loopback, 8000 + uid)), Token);
        }
    }

    /// <summary>A fresh instance of the app: its memory is empty, its storage is the world's.</summary>
    public ValidatorInstance NewInstance()
    {
        var subtensor = new SubtensorSettings { Network = SubtensorSettings.RegistryNetwork, Netuid = Netuid };
        var metagraphs = new MetagraphReader(Registry, new MetagraphStore(_blobs), subtensor, Clock, NullLogger<MetagraphReader>.Instance);
        var source = new ReplayCandleSource(Candles, "simulated", Clock);
        var planner = new RoundPlanner(Rounds, Settings, new RoundDraws(1), Clock, NullLogger<RoundPlanner>.Instance);
        var asker = new RoundAsker(Rounds, Predictions, Documents, metagraphs, source, NewQuery(), Validator, Settings, new RoundDraws(1), Clock, NullLogger<RoundAsker>.Instance);
        var truths = new TruthReader(source, ScoringProfile.V4, Settings, Clock);
        var scorer = new RoundScorer(Rounds, Predictions, Documents, Heads, metagraphs, truths, ScoringProfile.V4, Clock, NullLogger<RoundScorer>.Instance);
        var weights = new WeightSetter(Heads, Documents, metagraphs, Registry, Validator, subtensor, ScoringProfile.V4, Settings, Clock, NullLogger<WeightSetter>.Instance);
        return new ValidatorInstance(
            planner,
            new DueRounds(planner, asker, Rounds, Predictions, Settings, Clock, NullLogger<DueRounds>.Instance),
            new DueScores(Rounds, Heads, scorer, weights, Settings, Clock),
            new Retention(Rounds, Predictions, Settings, Clock, NullLogger<Retention>.Instance),
            metagraphs,
            new DashboardReader(Rounds, Documents, Heads, metagraphs, source, Validator, subtensor, ScoringProfile.V4, Settings, Clock));
    }

    public IMinerQuery NewQuery() => new DormancyQuery(Miners, new SilentMinerStore(_tables), DormancyRules.Default, Clock, NullLogger<DormancyQuery>.Instance);

    /// <summary>Runs the timers as the host would, minute by minute.</summary>
    public async Task RunAsync(ValidatorInstance instance, TimeSpan duration)
    {
        var end = Clock.GetUtcNow() + duration;
        while (Clock.GetUtcNow() < end)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await instance.Requests.AskAsync(Token);
            if (Clock.GetUtcNow().Minute is 5 or 35)
            {
                await instance.Scores.ScoreAsync(Token);
            }
        }
    }

    public async Task<IReadOnlyList<Round>> ListRoundsAsync() =>
        await Rounds.ListAsync(Stream, SlotAt(Start.AddDays(-2)), SlotAt(Start.AddDays(30)), Token);

    /// <summary>The round whose window holds the clock's now.</summary>
    public async Task<Round> CurrentRoundAsync() => (await Rounds.FindAsync(Stream, SlotAt(Clock.GetUtcNow()), Token))!;

    public RoundSlot SlotAt(DateTimeOffset instant) => RoundSlot.Containing(instant, Settings.SlotPeriod);
}
