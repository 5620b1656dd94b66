using Tsps.Scoring.Stages;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class RoundShareTests
{
    /// <summary>
    /// The validator passes numpy's scalars; what the reference's unit tests make of Python's own floats is no part of the subnet.
    /// </summary>
    private const string ValidatorsNumberType = "numpy_float64";

    [Theory]
    [InlineData("simple_scale_scores")]
    [InlineData("weigh_miner_scores")]
    public void Scores_are_scaled_and_weighed_as_recorded(string function)
    {
        using var file = GoldenFile.Read("scoring/scaling_weighing.json");
        var cases = file.RootElement.Items("cases").Where(item => item.Text("function") == function);
        foreach (var item in cases.Where(item => item.Text("number_type") == ValidatorsNumberType))
        {
            var scores = item.GetProperty("scores").EnumerateArray().Select(pair => pair[1].AsDouble()).ToArray();
            if (!item.TryGetProperty("result", out var result))
            {
                // The reference wants two scores to scale, and one to weigh; scoring never comes here with fewer.
                Assert.True(scores.Length < 2, item.Text("name"));
                continue;
            }

            var actual = function == "weigh_miner_scores" && scores.Length > 0
                ? RoundShares.Weigh(scores, ScoringProfile.V4.ShareDecimals)
                : scores.Length > 0 ? RoundShares.Scale(scores) : [];
            var expected = result.EnumerateArray().Select(pair => pair[1].AsDouble()).ToArray();
            Vectors.Same(expected, actual, Vectors.NoTolerance, $"{function} {item.Text("name")}");
        }
    }

    [Fact]
    public void Moving_averages_are_as_recorded()
    {
        using var file = GoldenFile.Read("scoring/scaling_weighing.json");
        foreach (var item in file.RootElement.Items("basic_ema"))
        {
            var length = item.Has("length") ? item.GetProperty("length").AsDouble() : ScoringProfile.V4.SmoothingLength;
            var actual = StateUpdate.MovingAverage(2 / (length + 1), item.GetProperty("current").AsDouble(), item.GetProperty("previous").AsDouble());
            Vectors.Same(item.GetProperty("result").AsDouble(), actual, Vectors.NoTolerance, item.ToString());
        }
    }
}
