using Tsps.Domain;
using Tsps.Scoring.Numerics;

namespace Tsps.Scoring.Stages;

/// <summary>One step of the exponential moving average that the score state is (scoring specification, section 2.5).</summary>
internal static class StateUpdate
{
    /// <summary>
    /// First the absent decay, then the scored ones move, in the order given; new ones are appended. A hotkey listed twice moves twice.
    /// </summary>
    /// <param name="geometricMean">How much the market moved: a share counts as much as that.</param>
    public static ScoreState Apply(ScoringProfile profile, ScoreState before, IReadOnlyList<MinerShare> shares, double geometricMean)
    {
        var alpha = 2 / (profile.SmoothingLength + 1);
        var mean = before.Count == 0 ? 0 : NumpyStatistics.PlainSum(before.ScoreSpan) / before.Count;
        var state = new ScoreState.Builder(before);

        double Moved(double score, double share) =>
            MovingAverage(alpha, (score + (share * geometricMean)) / (1 + geometricMean), score);

        foreach (var absent in Absent(before, shares))
        {
            state[absent] = Moved(state[absent], 0);
        }

        foreach (var (hotkey, share) in shares)
        {
            var position = state.Find(hotkey);
            if (position >= 0)
            {
                state[position] = Moved(state[position], share);
            }
            else
            {
                state.Append(hotkey, profile.NewMiners == NewMinerRule.FullScore ? share * geometricMean : Moved(mean, share));
            }
        }

        return state.Build();
    }

    public static double MovingAverage(double alpha, double current, double previous) => (alpha * current) + ((1 - alpha) * previous);

    private static IEnumerable<int> Absent(ScoreState before, IReadOnlyList<MinerShare> shares)
    {
        HashSet<Hotkey> scored = [.. shares.Select(share => share.Hotkey)];
        return Enumerable.Range(0, before.Count).Where(position => !scored.Contains(before.HotkeySpan[position]));
    }
}
