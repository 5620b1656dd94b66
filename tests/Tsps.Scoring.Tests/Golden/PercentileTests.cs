using System.Text.Json;
using Tsps.Scoring.Stages;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class PercentileTests
{
    [Fact]
    public void Tables_are_the_recorded_ones()
    {
        using var file = GoldenFile.Read("scoring/percentile_tables.json");
        foreach (var generation in file.RootElement.Items("generations"))
        {
            var profile = Vectors.Profile(generation.GetString());
            Assert.Equal(file.RootElement.GetProperty("min_max_ranges_percentiled").AsDoubles(), profile.RatioPercentiles.Borders);
            Assert.Equal(file.RootElement.GetProperty("std_dev_ranges_percentiled").AsDoubles(), profile.StandardDeviationPercentiles.Borders);
        }
    }

    [Fact]
    public void Looks_values_up_with_a_strict_comparison()
    {
        using var file = GoldenFile.Read("scoring/percentiles.json");
        foreach (var item in file.RootElement.Items("get_percentile"))
        {
            var table = Table(item);
            var value = item.GetProperty("value").AsDouble();
            Vectors.Same(item.GetProperty("result").AsDouble(), table.Find(value), Vectors.NoTolerance, $"{item.Text("table")} {value:R}");
        }
    }

    /// <summary>numpy 2 narrows the borders to float32 before it compares; the network ran with numpy 1, and so do we.</summary>
    [Fact]
    public void Numpy_2_finds_another_percentile_only_on_a_border_that_float32_rounds()
    {
        using var file = GoldenFile.Read("scoring/percentiles.json");
        foreach (var item in file.RootElement.Items("get_percentile").Where(item => item.Has("result_numpy_2_4")))
        {
            var table = Table(item);
            var value = item.GetProperty("value").AsDouble();
            var isOnRoundedBorder = table.Borders.Any(border => (float)border == value);
            Assert.True(isOnRoundedBorder || item.GetProperty("result_numpy_2_4").AsDouble() == table.Find(value), $"{item.Text("table")} {value:R}");
        }
    }

    [Fact]
    public void Market_moves_are_as_recorded()
    {
        using var file = GoldenFile.Read("scoring/percentiles.json");
        foreach (var item in file.RootElement.Items("geometric_mean"))
        {
            var name = item.Text("name");
            var truth = item.GetProperty("closes").AsTruth();
            if (!item.GetProperty("geometric_mean").TryGetProperty("result", out var geometricMean))
            {
                // The reference fails; a scoring of such a truth ends unusable.
                Assert.Equal(RoundOutcome.UnusableTruth, RoundScoring.Score(ScoringProfile.V4, ScoreState.Empty, [], truth.Wide).Outcome);
                continue;
            }

            var move = MarketMove.Of(truth);
            Vectors.Same(item.GetProperty("ratio").GetProperty("result").AsDouble(), move.Ratio, Vectors.NoTolerance, $"ratio of {name}");
            Vectors.Same(item.GetProperty("std").GetProperty("result").AsDouble(), move.StandardDeviation, Vectors.NoTolerance, $"std of {name}");
            Vectors.Same(
                item.GetProperty("min_max_percentile").GetProperty("result").AsDouble(),
                ScoringProfile.V4.RatioPercentiles.Find(move.Ratio),
                Vectors.NoTolerance,
                $"percentile of the ratio of {name}");
            Vectors.Same(
                item.GetProperty("std_dev_percentile").GetProperty("result").AsDouble(),
                ScoringProfile.V4.StandardDeviationPercentiles.Find(move.StandardDeviation),
                Vectors.NoTolerance,
                $"percentile of the std of {name}");
            Vectors.Same(geometricMean.AsDouble(), move.GeometricMean(ScoringProfile.V4), Vectors.NoTolerance, $"geometric mean of {name}");
        }
    }

    private static PercentileTable Table(JsonElement item) =>
        item.Text("table") == "min_max" ? ScoringProfile.V4.RatioPercentiles : ScoringProfile.V4.StandardDeviationPercentiles;
}
