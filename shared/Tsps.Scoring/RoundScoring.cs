using Tsps.Domain;
using Tsps.Scoring.Stages;

namespace Tsps.Scoring;

/// <summary>Scores the answers to one request and moves the score state by one step (scoring specification, sections 2 and 3).</summary>
/// <remarks>
/// The result depends on the arguments alone, not on the order of the answers, and no input brings a NaN or infinity into the state.
/// One request must move the state once: that is the caller's part.
/// </remarks>
public static class RoundScoring
{
    private const int ShortestTruth = 2;

    /// <param name="profile">The generation.</param>
    /// <param name="before">The state before; a score in it that is not finite is dropped, so that its miner starts afresh.</param>
    /// <param name="answers">The answers received; of two by one hotkey the later counts.</param>
    /// <param name="truth">The true closes in USD that the answers are compared with, as <see cref="TruthAlignmentRule"/> aligns
    /// them.</param>
    public static RoundScore Score(
        ScoringProfile profile, ScoreState before, IReadOnlyList<MinerAnswer> answers, ReadOnlySpan<double> truth)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(answers);
        var closes = new TrueCloses(truth, profile.TruthPrecision);
        if (!IsUsable(closes, profile))
        {
            return RoundScore.Void(RoundOutcome.UnusableTruth, before, []);
        }

        var skipped = new List<SkippedAnswer>();
        var errors = Measure(profile, answers, closes, skipped);
        return errors.Count == 0
            ? RoundScore.Void(RoundOutcome.NothingScorable, before, skipped)
            : Share(profile, before, errors, closes, skipped);
    }

    private static bool IsUsable(TrueCloses truth, ScoringProfile profile) =>
        truth.Wide.Length >= ShortestTruth && (profile.ReferenceExact || PredictionCheck.Check(truth.Wide, truth.Wide.Length) is null);

    private static OrderedDictionary<Hotkey, double> Measure(
        ScoringProfile profile, IReadOnlyList<MinerAnswer> answers, TrueCloses truth, List<SkippedAnswer> skipped)
    {
        var rmse = new WeightedRmse(truth, profile.RmseDecay);
        var errors = new OrderedDictionary<Hotkey, double>(answers.Count);
        IEnumerable<MinerAnswer> ordered = profile.ReferenceExact ? answers : answers.OrderBy(answer => answer.Hotkey);
        foreach (var answer in ordered)
        {
            if (ReasonToSkip(profile, answer.Closes.Span, truth.Wide.Length) is { } reason)
            {
                skipped.Add(new(answer.Hotkey, reason));
                continue;
            }

            var error = rmse.Compute(answer.Closes.Span, answer.Precision);
            if (!profile.ReferenceExact && !double.IsFinite(error))
            {
                skipped.Add(new(answer.Hotkey, "The forecast is so far from the truth that its error is not finite."));
                continue;
            }

            errors[answer.Hotkey] = error;
        }

        return errors;
    }

    private static string? ReasonToSkip(ScoringProfile profile, ReadOnlySpan<double> closes, int size)
    {
        if (!profile.ReferenceExact)
        {
            return PredictionCheck.Check(closes, size)?.Reason;
        }

        if (closes.Length != size)
        {
            return "The number of closes differs from the truth's.";
        }

        return profile.GuardsAgainstNaN && closes.ContainsNaN() ? "A close is NaN." : null;
    }

    private static bool ContainsNaN(this ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (double.IsNaN(value))
            {
                return true;
            }
        }

        return false;
    }

    private static RoundScore Share(
        ScoringProfile profile, ScoreState before, OrderedDictionary<Hotkey, double> errors, TrueCloses truth, List<SkippedAnswer> skipped)
    {
        if (RoundShares.Distribute(profile, [.. errors.Values]) is not { } distributed)
        {
            return RoundScore.Void(RoundOutcome.TooFewScores, before, skipped);
        }

        MinerShare[] shares = [.. distributed.Select(entry => new MinerShare(errors.GetAt(entry.Index).Key, entry.Share))];
        var geometricMean = MarketMove.Of(truth).GeometricMean(profile);
        var start = profile.ReferenceExact ? before : OnlyFinite(before);
        var after = StateUpdate.Apply(profile, start, shares, geometricMean);
        if (profile is { ReferenceExact: true, GuardsAgainstNaN: true } && after.ScoreSpan.ContainsNaN())
        {
            return RoundScore.Void(RoundOutcome.NaNInState, before, skipped);
        }

        after = profile.ReferenceExact ? after : OnlyFinite(after);
        return new()
        {
            Outcome = RoundOutcome.Scored,
            Miners = Describe(errors, distributed, after),
            Skipped = skipped,
            GeometricMean = geometricMean,
            StateAfter = after,
        };
    }

    private static ScoreState OnlyFinite(ScoreState state) =>
        state.Without(state.Where(entry => !double.IsFinite(entry.Value)).Select(entry => entry.Key));

    private static MinerRoundScore[] Describe(
        OrderedDictionary<Hotkey, double> errors, (int Index, double Share)[] distributed, ScoreState after)
    {
        var miners = new MinerRoundScore[errors.Count];
        foreach (var (index, share) in distributed)
        {
            var (hotkey, error) = errors.GetAt(index);
            miners[index] = new(hotkey, error, share, after.GetValueOrDefault(hotkey));
        }

        return miners;
    }
}
