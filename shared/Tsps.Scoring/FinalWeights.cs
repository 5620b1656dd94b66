namespace Tsps.Scoring;

/// <summary>The weights that a score state gives, before they become u16.</summary>
public sealed record FinalWeights
{
    public required WeightOutcome Outcome { get; init; }

    /// <summary>
    /// The miners above the lower bound in the order of the state; the others have no weight. The best has 1 and the worst of them 0,
    /// both up to the last bit; with <see cref="WeightOutcome.Single"/> and <see cref="WeightOutcome.Equal"/> all have 1. Scores that
    /// span less than 2e-15 give tiny weights, which are as good once they are u16.
    /// </summary>
    public required IReadOnlyList<HotkeyWeight> Weights { get; init; }

    /// <summary>Scores at or below this got no weight.</summary>
    public required double LowerBound { get; init; }
}
