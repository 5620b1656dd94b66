namespace Tsps.Scoring;

/// <summary>The result of scoring one round.</summary>
public sealed record RoundScore
{
    public required RoundOutcome Outcome { get; init; }

    /// <summary>The miners that were scored, by hotkey; empty unless <see cref="RoundOutcome.Scored"/>.</summary>
    public required IReadOnlyList<MinerRoundScore> Miners { get; init; }

    /// <summary>The answers that could not be scored.</summary>
    public required IReadOnlyList<SkippedAnswer> Skipped { get; init; }

    /// <summary>
    /// How much the market moved, 0.01 to 1: the geometric mean of the percentiles of the truth's range and standard deviation. NaN
    /// unless <see cref="RoundOutcome.Scored"/>.
    /// </summary>
    public required double GeometricMean { get; init; }

    /// <summary>The score state with this round in it; the state before unless <see cref="RoundOutcome.Scored"/>.</summary>
    public required ScoreState StateAfter { get; init; }

    internal static RoundScore Void(RoundOutcome outcome, ScoreState state, IReadOnlyList<SkippedAnswer> skipped) => new()
    {
        Outcome = outcome,
        Miners = [],
        Skipped = skipped,
        GeometricMean = double.NaN,
        StateAfter = state,
    };
}
