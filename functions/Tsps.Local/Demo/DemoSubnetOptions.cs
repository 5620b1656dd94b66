using Microsoft.Extensions.Logging;
using Tsps.Markets;

namespace Tsps.Local.Demo;

/// <summary>What a demo's subnet is made of.</summary>
public sealed record DemoSubnetOptions
{
    /// <summary>Connection string of the storage account that an app or the registry has for itself, by the names of <see cref="DemoSubnet.AccountNames"/>.</summary>
    public required Func<string, string> ConnectionStringOf { get; init; }

    public required CandleSeries Candles { get; init; }

    /// <summary>What stored truths call the candles' source.</summary>
    public required string CandleSource { get; init; }

    /// <summary>Where the replay begins.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Hotkeys and draws depend on it alone.</summary>
    public required int Seed { get; init; }

    /// <summary>The port of each miner's axon, one a miner; 0 takes a free one.</summary>
    public required IReadOnlyList<int> MinerPorts { get; init; }

    /// <summary>Whether the validator is one of generation v6, which asks for commitments first; here for the forecasts without a pause.</summary>
    public bool HashFirst { get; init; }

    /// <summary>A real runtime under Chopsticks on which to register and to set weights; null takes the local registry.</summary>
    public Uri? Chain { get; init; }

    /// <summary>Where logs go; nowhere unless set.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}
