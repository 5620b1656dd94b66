using Tsps.Markets;

namespace Tsps.Local.Historical;

/// <summary>What is replayed.</summary>
public sealed record HistoricalOptions
{
    public required CandleSeries Candles { get; init; }

    /// <summary>What stored truths call the candles' source.</summary>
    public required string CandleSource { get; init; }

    /// <summary>Where the replay begins; 30 days of candles lie before it.</summary>
    public required DateTimeOffset Start { get; init; }

    public required int Miners { get; init; }

    /// <summary>Names of models; miners take them in turn.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary><c>v4</c>, <c>v6</c> or <c>v4,v6</c>.</summary>
    public string Generations { get; init; } = "v4";

    /// <summary>Hotkeys, draws and what tells miners of one model apart depend on it alone.</summary>
    public int Seed { get; init; } = 1;
}
