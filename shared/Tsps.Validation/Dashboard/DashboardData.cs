namespace Tsps.Validation.Dashboard;

/// <summary>What the dashboard shows of a stream; served as JSON.</summary>
public sealed record DashboardData
{
    public required string StreamId { get; init; }

    /// <summary>All streams of this validator, this one among them.</summary>
    public required IReadOnlyList<string> Streams { get; init; }

    /// <summary>The validator's hotkey.</summary>
    public required string Validator { get; init; }

    public required ushort Netuid { get; init; }

    /// <summary>The validator's clock when this was read.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Where the candles come from; <c>simulated</c> ones are no real prices.</summary>
    public required string CandleSource { get; init; }

    /// <summary>That this is no live validator; null when it is one.</summary>
    public required string? Notice { get; init; }

    public required DateTimeOffset? WeightsSetAt { get; init; }

    /// <summary>Why weights could not be set last time; null when they could.</summary>
    public required string? WeightsFailure { get; init; }

    public required DashboardTotals Totals { get; init; }

    /// <summary>By weight, then score, best first.</summary>
    public required IReadOnlyList<DashboardMiner> Miners { get; init; }

    /// <summary>The rounds of the last two days, newest first.</summary>
    public required IReadOnlyList<DashboardRound> Rounds { get; init; }

    /// <summary>The smoothed scores after each of the last scored rounds, oldest first.</summary>
    public required IReadOnlyList<DashboardPoint> Scores { get; init; }
}
