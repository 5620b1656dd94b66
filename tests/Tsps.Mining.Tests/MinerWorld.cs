using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;
using Tsps.Mining.Handlers;
using Tsps.Storage;
using Tsps.Testing;

namespace Tsps.Mining.Tests;

/// <summary>One miner on an empty storage account. Handlers made from the same world share storage and clock, as instances of one function app do.</summary>
internal sealed class MinerWorld
{
    private readonly BlobServiceClient _blobs;
    private readonly RequestCounter _requests = new();

    public MinerWorld(AzuriteFixture azurite)
    {
        var connection = azurite.NewAccount();
        _blobs = new BlobServiceClient(connection);
        var options = new TableClientOptions();
        options.AddPolicy(_requests, HttpPipelinePosition.PerCall);
        Tables = new TableServiceClient(connection, options);
        Commitments = new CommitmentTable(Tables);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero));

    public TableServiceClient Tables { get; }

    public CommitmentTable Commitments { get; }

    /// <summary>How often tables were asked for anything.</summary>
    public int TableRequests => _requests.Count;

    /// <summary>The miner's own candles.</summary>
    public CountedCandles Candles { get; } = new();

    public Hotkey Miner { get; init; } = new("5Miner");

    public AxonCall CallOf(string caller) => new(new Hotkey(caller), Clock.GetUtcNow(), TensorDtypeSpelling.Torch, TensorLimits.Default);

    public async Task StoreModelAsync(string name, byte[] onnx, CancellationToken cancellationToken) =>
        Assert.True(await new ModelStore(_blobs).TryAddAsync(name, onnx, cancellationToken));

    public LiveForwardHandler NewForward(string model = "last-close", MinerSettings? settings = null) => new(NewForecasts(model), Commitments, settings ?? Settings(model));

    public LiveForwardHashHandler NewHash() => new(NewForecasts("last-close"), Commitments, new NamedSigner(Miner));

    /// <summary>Open at any minute.</summary>
    public static MinerSettings Settings(string model = "last-close") => new() { Model = model, MinimumStake = 0, AxonPort = 8091, ExternalIp = null };

    private ForecastMaker NewForecasts(string model) => new(
        new CurrentForecaster(
            new ModelStore(_blobs),
            Settings(model),
            NullLogger<CurrentForecaster>.Instance),
        new OwnSamples(Candles, Clock),
        NullLogger<ForecastMaker>.Instance);

    private sealed class RequestCounter : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count => _count;

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);
    }

    private sealed class NamedSigner(Hotkey hotkey) : IHotkeySigner
    {
        public Hotkey Hotkey => hotkey;

        public ReadOnlyMemory<byte> PublicKey => throw new NotSupportedException("Handlers need the address only.");

        public byte[] Sign(ReadOnlySpan<byte> message) => throw new NotSupportedException("Handlers sign nothing.");
    }
}
