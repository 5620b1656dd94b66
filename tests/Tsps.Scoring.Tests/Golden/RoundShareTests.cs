using System.Text.Json;
using Tsps.Scoring.Stages;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class RoundShareTests
{
    private const string Scaling = "simple_scale_scores";
    private const string Weighing = "weigh_miner_scores";

    /// <summary>The reference has it, and its validator calls it nowhere; ours neither.</summary>
    private const string Unused = "scale_scores";

    /// <summary>What the validator passes.</summary>
    private const string NumpysNumbers = "numpy_float64";

    /// <summary>What only the reference's unit tests pass.</summary>
    private const string PythonsNumbers = "python_float";

    /// <summary>A unit of the fourth decimal, and what doubles make of it.</summary>
    private const double LastPlace = 1e-4 + 1e-12;

    [Theory]
    [InlineData(Scaling)]
    [InlineData(Weighing)]
    public void Scores_are_scaled_and_weighed_as_recorded(string function)
    {
        using var file = GoldenFile.Read("scoring/scaling_weighing.json");
        foreach (var (item, scores) in Cases(file.RootElement, function, NumpysNumbers))
        {
            if (!item.TryGetProperty("result", out var result))
            {
                // The reference wants two scores to scale, and one to weigh; scoring never comes here with fewer.
                Assert.True(scores.Length < 2, item.Text("name"));
                continue;
            }

            Vectors.Same(Values(result), Apply(function, scores), Vectors.NoTolerance, $"{function} {item.Text("name")}");
        }
    }

    [Theory]
    [InlineData(Scaling, 0)]
    [InlineData(Weighing, LastPlace)]
    public void Pythons_own_floats_differ_in_their_rounding_and_in_what_divides_by_zero(string function, double rounding)
    {
        using var file = GoldenFile.Read("scoring/scaling_weighing.json");
        foreach (var (item, scores) in Cases(file.RootElement, function, PythonsNumbers))
        {
            if (item.TryGetProperty("result", out var result))
            {
                Vectors.Same(Values(result), Apply(function, scores), Vectors.NoTolerance, $"{function} {item.Text("name")}", rounding);
            }
            else
            {
                Assert.True(scores.Length < 2 || Apply(function, scores).All(double.IsNaN), item.Text("name"));
            }
        }
    }

    [Fact]
    public void No_other_functions_are_recorded()
    {
        using var file = GoldenFile.Read("scoring/scaling_weighing.json");
        Assert.All(file.RootElement.Items("cases"), item => Assert.Contains(item.Text("function"), (string[])[Scaling, Weighing, Unused]));
        Assert.All(file.RootElement.Items("cases"), item => Assert.Contains(item.Text("number_type"), (string[])[NumpysNumbers, PythonsNumbers]));
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

    private static IEnumerable<(JsonElement Item, double[] Scores)> Cases(JsonElement file, string function, string numbers) =>
        from item in file.Items("cases")
        where item.Text("function") == function && item.Text("number_type") == numbers
        select (item, Values(item.GetProperty("scores")));

    private static double[] Values(JsonElement pairs) => [.. pairs.EnumerateArray().Select(pair => pair[1].AsDouble())];

    private static double[] Apply(string function, double[] scores) =>
        scores.Length == 0 ? [] : function == Weighing ? RoundShares.Weigh(scores, ScoringProfile.V4.ShareDecimals) : RoundShares.Scale(scores);
}
