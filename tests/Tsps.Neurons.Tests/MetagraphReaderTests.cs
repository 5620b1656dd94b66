using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Time.Testing;
using Tsps.Domain;
using Tsps.Storage;
using Tsps.Subtensor;
using Tsps.Testing;

namespace Tsps.Neurons.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class MetagraphReaderTests
{
    private const ushort Netuid = 8;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly SometimesAway _chain;
    private readonly MetagraphStore _store;
    private readonly KeptLog<MetagraphReader> _log = new();
    private bool _storageIsAway;
    private int _storageReads;
    private Task _storageGate = Task.CompletedTask;

    public MetagraphReaderTests(AzuriteFixture azurite)
    {
        var connection = azurite.NewAccount();
        _chain = new SometimesAway(new LocalRegistry(new TableServiceClient(connection), _clock));
        _store = new MetagraphStore(new TableServiceClient(connection), new BlobServiceClient(connection));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_reader_asks_the_chain_and_stores_what_it_got_for_the_others()
    {
        await _chain.Registry.AddAsync(Netuid, New(1), Token);
        Assert.Single((await NewReader().GetAsync(Token)).Neurons);

        _chain.IsAway = true;
        Assert.Single((await NewReader().GetAsync(Token)).Neurons);
    }

    [Fact]
    public async Task While_the_chain_is_away_a_refresh_keeps_the_last_good_one()
    {
        await _chain.Registry.AddAsync(Netuid, New(1), Token);
        var reader = NewReader();
        await reader.RefreshAsync(Token);
        _chain.IsAway = true;
        await _chain.Registry.AddAsync(Netuid, New(2), Token);

        await reader.RefreshAsync(Token);
        Assert.Single((await reader.GetAsync(Token)).Neurons);

        _chain.IsAway = false;
        await reader.RefreshAsync(Token);
        Assert.Equal(2, (await reader.GetAsync(Token)).Neurons.Count);
    }

    [Fact]
    public async Task What_another_instance_refreshed_is_seen_within_a_minute()
    {
        await _chain.Registry.AddAsync(Netuid, New(1), Token);
        var (one, other) = (NewReader(), NewReader());
        await one.GetAsync(Token);
        await _chain.Registry.AddAsync(Netuid, New(2), Token);
        await other.RefreshAsync(Token);

        Assert.Single((await one.GetAsync(Token)).Neurons);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await one.GetAsync(Token)).Neurons.Count);
    }

    [Fact]
    public async Task Without_any_metagraph_a_chain_that_is_away_is_an_error()
    {
        _chain.IsAway = true;
        await Assert.ThrowsAsync<SubtensorException>(() => NewReader().GetAsync(Token).AsTask());
    }

    /// <summary>Another network's serves nobody, so it is none.</summary>
    [Fact]
    public async Task A_refresh_that_fails_says_which_one_serves_or_that_there_is_none()
    {
        await _chain.Registry.AddAsync(Netuid, New(1), Token);
        await NewReader().RefreshAsync(Token);
        _chain.IsAway = true;

        await NewReader().RefreshAsync(Token);
        await NewReader(SubtensorNetwork.Finney).RefreshAsync(Token);

        Assert.Equal(
            [
                "Warning: The metagraph of netuid 8 could not be read; the last good one, of block 0, serves: The line is cut.",
                "Warning: The metagraph of finney/8 could not be read, and none was ever stored: until it is, nobody is asked, answered or weighed: The line is cut.",
            ],
            _log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_last_good_one_of_another_network_never_serves()
    {
        await _chain.Registry.AddAsync(Netuid, New(1), Token);
        await NewReader().RefreshAsync(Token);
        _chain.IsAway = true;

        await Assert.ThrowsAsync<SubtensorException>(() => NewReader(SubtensorNetwork.Finney).GetAsync(Token).AsTask());
        Assert.Null(await NewReader(SubtensorNetwork.Finney).TryGetAsync(Token));
        Assert.Single((await NewReader().GetAsync(Token)).Neurons);

        _chain.IsAway = false;
        await NewReader(SubtensorNetwork.Finney).RefreshAsync(Token);
        _chain.IsAway = true;
        Assert.Single((await NewReader(SubtensorNetwork.Archive).GetAsync(Token)).Neurons);
        await Assert.ThrowsAsync<SubtensorException>(() => NewReader(SubtensorNetwork.Parse("wss://node.example")).GetAsync(Token).AsTask());
    }

    [Fact]
    public async Task Who_can_do_without_gets_what_is_in_memory_or_nothing_when_storage_and_chain_are_away()
    {
        await _chain.Registry.AddAsync(Netuid, New(1), Token);
        var (earlier, late) = (NewReader(), NewReader());
        await earlier.RefreshAsync(Token);
        _chain.IsAway = true;
        _storageIsAway = true;
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Single((await earlier.TryGetAsync(Token))!.Neurons);
        Assert.Null(await late.TryGetAsync(Token));
    }

    [Fact]
    public async Task All_who_ask_while_it_is_read_share_one_read()
    {
        await _chain.Registry.AddAsync(Netuid, New(1), Token);
        await NewReader().RefreshAsync(Token);
        var reader = NewReader();
        var gate = new TaskCompletionSource();
        _storageGate = gate.Task;
        using var gone = new CancellationTokenSource();

        var first = reader.GetAsync(gone.Token).AsTask();
        var others = Enumerable.Range(0, 50).Select(_ => reader.GetAsync(Token).AsTask()).ToArray();
        await gone.CancelAsync();
        gate.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.All(await Task.WhenAll(others), metagraph => Assert.Single(metagraph.Neurons));
        Assert.Equal(1, _storageReads);
    }

    [Fact]
    public async Task Who_can_do_without_lets_storage_that_is_away_rest()
    {
        _storageIsAway = true;
        var reader = NewReader();

        for (var i = 0; i < 10; i++)
        {
            Assert.Null(await reader.TryGetAsync(Token));
        }

        Assert.Equal(1, _storageReads);
        _clock.Advance(TimeSpan.FromSeconds(5));
        _storageIsAway = false;
        await _chain.Registry.AddAsync(Netuid, New(1), Token);
        Assert.Single((await reader.TryGetAsync(Token))!.Neurons);
    }

    private static Neuron New(ushort uid) => new(uid, new Hotkey($"5Hotkey{uid}"), 0, false, null);

    private MetagraphReader NewReader(SubtensorNetwork? chain = null) =>
        new(_chain, new SometimesAwayStore(_store, BeforeLoadAsync), new SubtensorSettings { Network = "", Chain = chain, Netuid = Netuid }, _clock, _log);

    private async Task BeforeLoadAsync()
    {
        Interlocked.Increment(ref _storageReads);
        await _storageGate;
        if (_storageIsAway)
        {
            throw new RequestFailedException(503, "The server is busy.");
        }
    }

    private sealed class SometimesAwayStore(IMetagraphStore store, Func<Task> beforeLoad) : IMetagraphStore
    {
        public ValueTask SaveAsync(string network, Metagraph metagraph, CancellationToken cancellationToken) => store.SaveAsync(network, metagraph, cancellationToken);

        public async ValueTask<Metagraph?> LoadAsync(string network, ushort netuid, CancellationToken cancellationToken)
        {
            await beforeLoad();
            return await store.LoadAsync(network, netuid, cancellationToken);
        }
    }

    /// <summary>The registry, reached over a line that can be cut.</summary>
    private sealed class SometimesAway(LocalRegistry registry) : ISubtensor
    {
        public LocalRegistry Registry => registry;

        public bool IsAway { get; set; }

        public ValueTask<Metagraph> ReadMetagraphAsync(ushort netuid, CancellationToken cancellationToken) =>
            IsAway ? throw new SubtensorException("The line is cut.") : registry.ReadMetagraphAsync(netuid, cancellationToken);

        public ValueTask<WeightsResult> SetWeightsAsync(ushort netuid, IHotkeySigner validator, IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken) =>
            registry.SetWeightsAsync(netuid, validator, weights, cancellationToken);

        public ValueTask AnnounceAxonAsync(ushort netuid, IHotkeySigner miner, AxonEndpoint endpoint, CancellationToken cancellationToken) =>
            registry.AnnounceAxonAsync(netuid, miner, endpoint, cancellationToken);
    }
}
