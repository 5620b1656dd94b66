using Azure;
using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Subtensor;

namespace Tsps.Neurons;

/// <summary>
/// The metagraph as this neuron knows it: refreshed by a timer, kept in Table storage, and held in memory for a short while. While the chain
/// is away the last good one serves.
/// </summary>
public sealed partial class MetagraphReader(
    ISubtensor subtensor,
    IMetagraphStore store,
    SubtensorSettings settings,
    TimeProvider time,
    ILogger<MetagraphReader> logger)
{
    /// <summary>The app setting with the timer's schedule, six fields; the host reads it, so that an app without it has no timer.</summary>
    public const string ScheduleSetting = "MetagraphSchedule";

    /// <summary>Minutes 25 and 55: what deployments and the local host put into that setting.</summary>
    public const string DefaultSchedule = "0 25,55 * * * *";

    /// <summary>How long an instance trusts what it holds in memory before it looks into storage again.</summary>
    private static readonly TimeSpan MemoryAge = TimeSpan.FromMinutes(1);

    /// <summary>After a failure, whoever can do without does not try again before this has passed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private volatile Held? _held;
    private Task<Metagraph>? _loading;
    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;

    /// <summary>What this instance holds in memory; null before the first read.</summary>
    public Metagraph? Current => _held?.Metagraph;

    /// <summary>The last good metagraph; read from the chain when none was ever stored. All who ask while it is read share one read.</summary>
    /// <exception cref="SubtensorException">There is none yet and the chain could not be read.</exception>
    public ValueTask<Metagraph> GetAsync(CancellationToken cancellationToken)
    {
        if (_held is { } held && time.GetUtcNow() - held.LoadedAt < MemoryAge)
        {
            return ValueTask.FromResult(held.Metagraph);
        }

        lock (_lock)
        {
            _loading = _loading is { IsCompleted: false } loading ? loading : LoadAsync();
            return new ValueTask<Metagraph>(_loading.WaitAsync(cancellationToken));
        }
    }

    /// <summary>
    /// As <see cref="GetAsync"/>; what this instance holds in memory, or null, when neither storage nor the chain can be read, and for a few
    /// seconds after that without trying again.
    /// </summary>
    public async ValueTask<Metagraph?> TryGetAsync(CancellationToken cancellationToken)
    {
        if (IsPausing())
        {
            return Current;
        }

        try
        {
            return await GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception away) when (away is SubtensorException or RequestFailedException)
        {
            if (TryBeginPause())
            {
                LogNotRead(settings.Netuid, Current?.Block, away.Message);
            }

            return Current;
        }
    }

    /// <summary>The metagraph as the chain has it now, which is not stored; the last good one when the chain is away.</summary>
    /// <exception cref="SubtensorException">There is none yet and the chain could not be read.</exception>
    public async ValueTask<Metagraph> ReadNowAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await subtensor.ReadMetagraphAsync(settings.Netuid, cancellationToken).ConfigureAwait(false);
        }
        catch (SubtensorException away)
        {
            var kept = await GetAsync(cancellationToken).ConfigureAwait(false);
            LogKept(settings.Netuid, kept.Block, away.Message);
            return kept;
        }
    }

    /// <summary>Reads the metagraph from the chain and stores it; when the chain is away, keeps the last good one and says so in the log.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAndSaveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SubtensorException away)
        {
            if ((_held?.Metagraph ?? await FindStoredAsync(cancellationToken).ConfigureAwait(false)) is { } kept)
            {
                LogKept(settings.Netuid, kept.Block, away.Message);
            }
            else
            {
                LogNone(settings, away.Message);
            }
        }
    }

    private ValueTask<Metagraph?> FindStoredAsync(CancellationToken cancellationToken) => store.LoadAsync(settings.ChainKey, settings.Netuid, cancellationToken);

    private bool IsPausing()
    {
        lock (_lock)
        {
            return time.GetUtcNow() - _failedAt < Pause;
        }
    }

    /// <summary>False for all but the first of those who waited for the same read.</summary>
    private bool TryBeginPause()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var begins = now - _failedAt >= Pause;
            _failedAt = begins ? now : _failedAt;
            return begins;
        }
    }

    /// <summary>Nobody's token ends it: others wait for the same read.</summary>
    private async Task<Metagraph> LoadAsync()
    {
        var now = time.GetUtcNow();
        if (await FindStoredAsync(CancellationToken.None).ConfigureAwait(false) is not { } stored)
        {
            return await ReadAndSaveAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _held = new Held(stored, now);
        return stored;
    }

    private async ValueTask<Metagraph> ReadAndSaveAsync(CancellationToken cancellationToken)
    {
        var metagraph = await subtensor.ReadMetagraphAsync(settings.Netuid, cancellationToken).ConfigureAwait(false);
        await store.SaveAsync(settings.ChainKey, metagraph, cancellationToken).ConfigureAwait(false);
        _held = new Held(metagraph, time.GetUtcNow());
        LogRefreshed(metagraph.Netuid, metagraph.Neurons.Count, metagraph.Block);
        return metagraph;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Metagraph of netuid {Netuid} read at block {Block}; neurons: {Neurons}")]
    private partial void LogRefreshed(ushort netuid, int neurons, ulong block);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The metagraph of netuid {Netuid} could not be read; the last good one, of block {Block}, serves: {Reason}")]
    private partial void LogKept(ushort netuid, ulong block, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The metagraph of {Subnet} could not be read, and none was ever stored: until it is, nobody is asked, answered or weighed: {Reason}")]
    private partial void LogNone(SubtensorSettings subnet, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No newer metagraph of netuid {Netuid} can be had than the one in memory (block {Block}; without any nobody is known): {Reason}")]
    private partial void LogNotRead(ushort netuid, ulong? block, string reason);

    private sealed record Held(Metagraph Metagraph, DateTimeOffset LoadedAt);
}
