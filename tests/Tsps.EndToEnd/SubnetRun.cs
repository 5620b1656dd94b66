using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Tsps.Domain;
using Tsps.EndToEnd.Replay;
using Tsps.Local.Demo;
using Tsps.Storage;
using Tsps.Subtensor;
using Tsps.Testing;

namespace Tsps.EndToEnd;

/// <summary>A subnet of one validator and two miners over real candles where they are beside the repository, else over simulated ones, and what it left in storage.</summary>
internal sealed class SubnetRun
{
    public const int MinerCount = 2;
    private const ushort Netuid = 8;
    private const string MarketFile = "BTCUSDT-5m-2022-08-01_2023-09-27.csv.gz";

    private string _stream = StreamDefinition.BtcUsd5m.Id;

    private readonly Dictionary<string, string> _connections;
    private readonly int[] _ports = [FreePort(), FreePort()];

    public SubnetRun(AzuriteFixture azurite)
    {
        _connections = DemoSubnet.AccountNames(MinerCount).ToDictionary(name => name, _ => azurite.NewAccount());
        var validator = _connections["tspsvalidator"];
        Rounds = new RoundStore(new TableServiceClient(validator));
        Predictions = new PredictionStore(new TableServiceClient(validator));
        Documents = new RoundDocumentStore(new BlobServiceClient(validator));
        Outputs = new OutputStore(new BlobServiceClient(validator));
        Models = new ModelStore(new BlobServiceClient(_connections["tspsminer1"]));
        Commitments = new CommitmentTable(new TableServiceClient(_connections["tspsminer1"]));
        Registry = new LocalRegistry(new TableServiceClient(_connections["tspsregistry"]), TimeProvider.System);
    }

    public static DateTimeOffset Start { get; } = new(2023, 9, 20, 0, 0, 0, TimeSpan.Zero);

    public RoundStore Rounds { get; }

    public PredictionStore Predictions { get; }

    public RoundDocumentStore Documents { get; }

    public OutputStore Outputs { get; }

    public ModelStore Models { get; }

    /// <summary>Those of the first miner.</summary>
    public CommitmentTable Commitments { get; }

    private LocalRegistry Registry { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Replays in a process of its own; its exit code, which is not 0 when it was killed.</summary>
    public async Task<int> RunAsync(DateTimeOffset from, TimeSpan duration, DateTimeOffset? killAt = null, bool hashFirst = false)
    {
        _stream = hashFirst ? "BTCUSD-5m-v6" : _stream;
        var arguments = new ReplayArguments(_connections, FindCandles(), Start.AddDays(-32), from, from + duration, killAt, _ports, hashFirst);
        var (exitCode, output, errors) = await DotnetProcess.RunAsync(typeof(ReplayArguments).Assembly, [arguments.ToJson()], Token);
        TestContext.Current.SendDiagnosticMessage(output);
        Assert.True(killAt is not null || exitCode == 0, errors);
        return exitCode;
    }

    public async Task<IReadOnlyList<Round>> ListRoundsAsync() =>
        await Rounds.ListAsync(_stream, RoundSlot.Containing(Start, TimeSpan.FromHours(1)), RoundSlot.Containing(Start.AddDays(3), TimeSpan.FromHours(1)), Token);

    public async Task<Hotkey> ReadValidatorAsync() => (await Registry.ListAsync(Netuid, Token))[0].Hotkey;

    public async Task<IReadOnlyList<UidWeight>> ReadWeightsAsync() =>
        (await Registry.ReadWeightsAsync(Netuid, await ReadValidatorAsync(), Token))?.Weights ?? [];

    /// <summary>Everything that a run decides, as text: rounds with their states, scores to the bit, weights.</summary>
    public async Task<string> DescribeAsync()
    {
        var lines = new List<string>();
        foreach (var round in await ListRoundsAsync())
        {
            var scores = await Documents.FindScoresAsync(round.StreamId, round.Slot, Token);
            var rows = await Predictions.ListAsync(round.StreamId, round.Slot, Token);
            lines.Add($"{round.Slot} {round.State} {round.StartMs} {round.AskedCount} {round.ReceivedCount}");
            lines.AddRange(scores?.State.Select(entry => $"  state {entry.Hotkey} {entry.Score:R}") ?? []);
            lines.AddRange(rows.Select(row => $"  row {row.Hotkey} {row.State} {row.Rmse:R} {row.Share:R} {row.Score:R}"));
        }

        lines.AddRange((await ReadWeightsAsync()).Select(weight => $"weight {weight.Uid} {weight.Value}"));
        return string.Join('\n', lines);
    }

    private static string? FindCandles() =>
        new[] { Environment.GetEnvironmentVariable("TSPS_CANDLES"), Path.Combine(GoldenFile.RepositoryRoot, "..", "shared", "market", MarketFile) }
            .FirstOrDefault(path => File.Exists(path) && path.EndsWith(MarketFile, StringComparison.Ordinal));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
