using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.RuntimeApi;

namespace Tsps.Subtensor;

/// <summary>A chain. It keeps what is worth keeping between sessions (the runtimes' metadata); connections belong to sessions. Safe for concurrent use.</summary>
/// <param name="options">Where the chain is and how patient to be.</param>
/// <param name="time">The clock for time-outs, pauses and the times of snapshots.</param>
/// <param name="logger">Hears of lost connections and of extrinsics; never of secrets.</param>
public sealed class SubtensorClient(SubtensorOptions options, TimeProvider time, ILogger<SubtensorClient> logger)
{
    private readonly ConcurrentDictionary<(string Genesis, uint SpecVersion), ChainRuntime> _runtimes = new();
    private readonly ConcurrentDictionary<Hotkey, SemaphoreSlim> _gates = new();

    /// <summary>Makes a runtime known, whose metadata is not asked for then.</summary>
    internal void Know(ChainRuntime runtime) => _runtimes[(Hex.Encode(runtime.GenesisHash.Span), runtime.SpecVersion)] = runtime;

    /// <summary>Begins a session; it connects with the first question and closes the connection when it is disposed of.</summary>
    public SubtensorSession Open()
    {
        var link = new NodeLink(options, time, logger);
        var chain = new ChainReader(link, _runtimes);
        return new SubtensorSession(link, chain, new ExtrinsicSubmitter(chain, options, _gates, time, logger), new NeuronReader(chain, logger), time);
    }
}
