namespace Tsps.Storage;

/// <summary>
/// How a round was scored: the document <c>scores.json</c>, written once and never changed. It names the round before it, so that the
/// documents form a chain from which every score can be computed again.
/// </summary>
public sealed record RoundScores
{
    public int Schema { get; init; } = 1;

    public required string StreamId { get; init; }

    /// <summary>The slot's key, <c>yyyyMMddHHmm</c> UTC.</summary>
    public required string Slot { get; init; }

    public required Guid RequestUuid { get; init; }

    /// <summary>The slot whose state this round started from; null for the first round ever.</summary>
    public required string? PreviousSlot { get; init; }

    /// <summary>Unix milliseconds at which the round was scored; null in documents from before this was stored.</summary>
    public long? ScoredAtMs { get; init; }

    /// <summary>Name of the scoring profile, such as <c>v4</c>.</summary>
    public required string Profile { get; init; }

    /// <summary>Name of the candle source that the truth came from.</summary>
    public required string TruthSource { get; init; }

    /// <summary>The true closes in USD, in forecast order.</summary>
    public required IReadOnlyList<double> TruthCloses { get; init; }

    /// <summary>Hotkeys that left the state before this round moved it, since the metagraph has them no more.</summary>
    public required IReadOnlyList<string> Deregistered { get; init; }

    /// <summary>Geometric mean of the truth's two percentiles: how much this round counts.</summary>
    public required double GeometricMean { get; init; }

    /// <summary>The miners scored, in scoring order.</summary>
    public required IReadOnlyList<MinerScore> Miners { get; init; }

    /// <summary>The smoothed scores after this round, in the state's order.</summary>
    public required IReadOnlyList<StateEntry> State { get; init; }
}
