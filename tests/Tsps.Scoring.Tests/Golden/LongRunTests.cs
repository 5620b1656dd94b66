using Tsps.Domain;
using Tsps.Scoring.Stages;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class LongRunTests
{
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData("scoring/long_run_v4.json.gz")]
    [InlineData("scoring/long_run_v6.json.gz")]
    public void The_state_stays_with_the_record_over_the_whole_run(string path)
    {
        using var file = GoldenFile.Read(path);
        var profile = Vectors.ReferenceExact(file.RootElement);
        var precision = Vectors.AsTruthPrecision(file.RootElement.Text("closes_dtype"));
        var state = ScoreState.Empty;
        foreach (var round in file.RootElement.Items("rounds"))
        {
            var context = $"round {round.GetProperty("round")}";
            if (round.Has("removed_before"))
            {
                state = state.Without([new Hotkey(round.Text("removed_before"))]);
            }

            var scores = round.GetProperty("scores").AsPairs();
            MinerShare[] shares = [.. RoundShares.Distribute(profile, [.. scores.Select(score => score.Value)])!
                .Select(share => new MinerShare(scores[share.Index].Key, share.Share))];
            Vectors.Same(
                round.GetProperty("weighed").AsPairs(),
                [.. shares.Select(share => KeyValuePair.Create(share.Hotkey, share.Share))],
                Vectors.NoTolerance,
                $"{context}: shares");
            var geometricMean = MarketMove.Of(new(round.GetProperty("closes").AsDoubles(), precision)).GeometricMean(profile);
            Vectors.Same(round.GetProperty("geometric_mean").AsDouble(), geometricMean, Vectors.NoTolerance, $"{context}: geometric mean");
            state = StateUpdate.Apply(profile, state, shares, geometricMean);
            Vectors.Same(round.GetProperty("state_after").AsPairs(), [.. state], Tolerance, $"{context}: state");
        }
    }
}
