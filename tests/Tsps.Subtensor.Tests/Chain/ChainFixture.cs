using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Subtensor.Development;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Storage;
using Tsps.Subtensor.Tests.Support;

namespace Tsps.Subtensor.Tests.Chain;

/// <summary>One real runtime for all the tests that can share it, with funded coldkeys and without limits on netuid 1. Tests use hotkeys of their own.</summary>
public sealed class ChainFixture : IAsyncLifetime
{
    public const ushort Netuid = 1;

    // A chain that runs elsewhere knows the hotkeys of earlier runs.
    private readonly string _run = RandomNumberGenerator.GetHexString(8);

    private LocalChain? _chain;
    private SubtensorClient? _client;
    private int _hotkeys;

    internal LocalChain Chain
    {
        get
        {
            Assert.SkipWhen(_chain is null, LocalChain.Hindrance ?? "The chain did not start.");
            return _chain!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("TSPS_CHAIN_ENDPOINT") is { Length: > 0 } endpoint)
        {
            _chain = LocalChain.Attach(endpoint);
        }
        else if (LocalChain.Hindrance is null)
        {
            _chain = await LocalChain.StartAsync(FreePort.Find(), CancellationToken.None);
        }

        if (_chain is not null)
        {
            await PrepareAsync(_chain, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_chain is not null)
        {
            await _chain.DisposeAsync();
        }
    }

    /// <summary>Funds the development coldkeys and lifts the limits of netuid 1.</summary>
    internal static async Task PrepareAsync(LocalChain chain, CancellationToken cancellationToken)
    {
        var development = new DevelopmentChain(Client(Options(chain.Uri)));
        Keypair[] coldkeys = [DevelopmentKeys.Of("Alice"), DevelopmentKeys.Of("Bob"), DevelopmentKeys.Of("Charlie")];
        await development.FundAsync(coldkeys, 1_000_000, cancellationToken);
        await development.LiftLimitsAsync(Netuid, cancellationToken);
        Array.ForEach(coldkeys, coldkey => coldkey.Dispose());
    }

    /// <summary>A storage item of SubtensorModule and the bytes to write there.</summary>
    internal static (byte[] Key, byte[]? Value) Entry(string item, byte[]? value, params IReadOnlyList<ScaleValue> parameters) =>
        (StorageKey.Create(ChainVectors.Metadata.Types, ChainVectors.Metadata.FindStorage("SubtensorModule", item)!, parameters), value);

    internal static SubtensorOptions Options(params IReadOnlyList<Uri> endpoints) => new()
    {
        Network = new SubtensorNetwork("custom", endpoints, null),
        BlockPollInterval = TimeSpan.FromMilliseconds(50),
        FirstPause = TimeSpan.FromMilliseconds(50),
        InclusionTimeout = TimeSpan.FromMinutes(3),
    };

    internal static SubtensorClient Client(SubtensorOptions options) => new(options, TimeProvider.System, NullLogger<SubtensorClient>.Instance);

    /// <summary>A client that most tests share: it reads the metadata once.</summary>
    internal SubtensorClient SharedClient => _client ??= Client(Options(Chain.Uri));

    /// <summary>The chain as neurons use it.</summary>
    internal ChainSubtensor Subtensor(IWeightCommitmentStore? commitments = null, ILogger<ChainSubtensor>? logger = null) => new(
        SharedClient, commitments ?? new MemoryCommitments(), new ChainSubtensorOptions { AxonVersion = 1 }, TimeProvider.System, logger ?? NullLogger<ChainSubtensor>.Instance);

    internal SubtensorSession Open() => SharedClient.Open();

    /// <summary>A hotkey that no other test has.</summary>
    internal Keypair NewHotkey() => DevelopmentKeys.Of($"hotkey{_run}{Interlocked.Increment(ref _hotkeys)}");

    /// <summary>A hotkey that no other test has, registered on netuid 1 by Alice.</summary>
    internal async Task<Keypair> RegisterAsync(SubtensorSession session, CancellationToken cancellationToken)
    {
        var hotkey = NewHotkey();
        using var coldkey = DevelopmentKeys.Of("Alice");
        await session.RegisterAsync(coldkey, Netuid, hotkey.Hotkey, 10, ExtrinsicWait.Included, cancellationToken);
        return hotkey;
    }
}
