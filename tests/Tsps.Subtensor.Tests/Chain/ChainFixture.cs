using System.Buffers.Binary;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Storage;
using Tsps.Subtensor.Tests.Support;

namespace Tsps.Subtensor.Tests.Chain;

/// <summary>One real runtime for all the tests that can share it, with funded coldkeys and without limits on netuid 1. Tests use hotkeys of their own.</summary>
public sealed class ChainFixture : IAsyncLifetime
{
    public const ushort Netuid = 1;

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
    internal static Task PrepareAsync(LocalChain chain, CancellationToken cancellationToken)
    {
        var writes = new List<(byte[], byte[]?)>
        {
            Entry("WeightsSetRateLimit", BitConverter.GetBytes(0UL), 1),
            Entry("ServingRateLimit", BitConverter.GetBytes(0UL), 1),
            Entry("TargetRegistrationsPerInterval", BitConverter.GetBytes((ushort)1000), 1),
            Entry("MaxRegistrationsPerBlock", BitConverter.GetBytes((ushort)1000), 1),
        };
        foreach (var name in (string[])["Alice", "Bob", "Charlie"])
        {
            using var coldkey = DevelopmentKeys.Of(name);
            writes.Add(Funded(coldkey, 1_000_000));
        }

        return chain.SetStorageAsync(writes, cancellationToken);
    }

    /// <summary>A storage item of SubtensorModule and the bytes to write there.</summary>
    internal static (byte[] Key, byte[]? Value) Entry(string item, byte[]? value, params IReadOnlyList<ScaleValue> parameters) =>
        (KeyOf("SubtensorModule", item, parameters), value);

    internal static (byte[] Key, byte[]? Value) Funded(IHotkeySigner account, ulong tao)
    {
        // nonce, consumers, providers, sufficients: u32; free, reserved, frozen: u64; flags: u128.
        var value = new byte[56];
        BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(8), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(value.AsSpan(16), tao * 1_000_000_000);
        value[^1] = 0x80;
        return (KeyOf("System", "Account", [account.PublicKey.ToArray()]), value);
    }

    internal static SubtensorOptions Options(params IReadOnlyList<Uri> endpoints) => new()
    {
        Network = new SubtensorNetwork("custom", endpoints, null),
        BlockPollInterval = TimeSpan.FromMilliseconds(50),
        FirstPause = TimeSpan.FromMilliseconds(50),
        InclusionTimeout = TimeSpan.FromSeconds(60),
    };

    internal static SubtensorClient Client(SubtensorOptions options) => new(options, TimeProvider.System, NullLogger<SubtensorClient>.Instance);

    /// <summary>A client that most tests share: it reads the metadata once.</summary>
    internal SubtensorClient SharedClient => _client ??= Client(Options(Chain.Uri));

    /// <summary>The chain as neurons use it.</summary>
    internal ChainSubtensor Subtensor(IWeightCommitmentStore? commitments = null) => new(
        SharedClient, commitments ?? new MemoryCommitments(), new ChainSubtensorOptions { AxonVersion = 1 }, TimeProvider.System, NullLogger<ChainSubtensor>.Instance);

    internal SubtensorSession Open() => SharedClient.Open();

    /// <summary>A hotkey that no other test has.</summary>
    internal Keypair NewHotkey() => DevelopmentKeys.Of($"hotkey{Interlocked.Increment(ref _hotkeys)}");

    /// <summary>A hotkey that no other test has, registered on netuid 1 by Alice.</summary>
    internal async Task<Keypair> RegisterAsync(SubtensorSession session, CancellationToken cancellationToken)
    {
        var hotkey = NewHotkey();
        using var coldkey = DevelopmentKeys.Of("Alice");
        await session.RegisterAsync(coldkey, Netuid, hotkey.Hotkey, 10, ExtrinsicWait.Included, cancellationToken);
        return hotkey;
    }

    private static byte[] KeyOf(string pallet, string item, IReadOnlyList<ScaleValue> parameters)
    {
        var entry = ChainVectors.Metadata.FindStorage(pallet, item) ?? throw new InvalidOperationException($"No {pallet}.{item}.");
        return StorageKey.Create(ChainVectors.Metadata.Types, entry, parameters);
    }
}
