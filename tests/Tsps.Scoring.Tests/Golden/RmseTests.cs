using System.Text.Json;
using Tsps.Scoring.Numerics;
using Tsps.Scoring.Stages;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class RmseTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Steps_weigh_as_recorded()
    {
        using var file = GoldenFile.Read("scoring/rmse.json");
        var expected = file.RootElement.GetProperty("weights_100").AsDoubles();
        var actual = WeightedRmse.Weights(file.RootElement.GetProperty("rmse_weight_k").AsDouble(), expected.Length);
        Vectors.Same(expected, actual, 2.3e-16, "weights");
        Vectors.Same(file.RootElement.GetProperty("sum_weights_100").AsDouble(), NumpyStatistics.Sum<double>(actual), 3e-16, "their sum");
    }

    [Theory]
    [InlineData("score_response")]
    [InlineData("calculate_weighted_rmse")]
    public void Errors_of_every_number_type_are_as_recorded(string function)
    {
        using var file = GoldenFile.Read("scoring/rmse.json");
        var decay = file.RootElement.GetProperty("rmse_weight_k").AsDouble();
        foreach (var item in file.RootElement.Items("cases").Where(item => item.Has(function) && HasOneDimension(item)))
        {
            var predictions = item.GetProperty("predictions");
            var truth = item.GetProperty("actual").AsTruth();
            var closes = predictions.GetProperty("values").EnumerateArray().Select(AsNumber).ToArray();
            if (item.GetProperty(function).TryGetProperty("result", out var expected))
            {
                var actual = new WeightedRmse(truth, decay).Compute(closes, Vectors.AsAnswerPrecision(predictions.Text("dtype")));
                Vectors.Same(expected.AsDouble(), actual, Tolerance, item.Text("name"));
            }
            else
            {
                // The size error of the reference.
                Assert.True(closes.Length != truth.Wide.Length || closes.Length < 2, item.Text("name"));
            }
        }
    }

    /// <summary>Tensors of more dimensions are refused on the wire; an answer cannot hold one.</summary>
    private static bool HasOneDimension(JsonElement item) =>
        item.GetProperty("predictions").Items("values").All(value => value.ValueKind != JsonValueKind.Array);

    private static double AsNumber(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => element.AsDouble(),
    };
}
