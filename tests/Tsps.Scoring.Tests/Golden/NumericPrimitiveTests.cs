using System.Numerics;
using System.Text.Json;
using Tsps.Scoring.Numerics;
using Tsps.Scoring.Stages;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class NumericPrimitiveTests
{
    /// <summary>A unit of the fourth decimal, and what doubles make of it.</summary>
    private const double LastPlace = 1e-4 + 1e-12;

    [Fact]
    public void Sums_means_and_variances_are_numpys_to_the_bit()
    {
        using var file = GoldenFile.Read("scoring/numeric_primitives.json");
        foreach (var item in file.RootElement.Items("statistics"))
        {
            // Equal values are recorded once, with their number.
            var values = item.TryGetProperty("value", out var equal)
                ? [.. Enumerable.Repeat(equal.AsDouble(), item.GetProperty("n").GetInt32())]
                : item.GetProperty("values").AsDoubles();
            var actual = item.Text("dtype") == "float32" ? Statistics<float>([.. values.Select(value => (float)value)]) : Statistics<double>(values);
            foreach (var (name, value) in actual.Where(statistic => item.Has(statistic.Name)))
            {
                var recorded = item.GetProperty(name);
                var expected = (recorded.ValueKind == JsonValueKind.Object ? recorded.GetProperty("result") : recorded).AsDouble();
                Vectors.Same(expected, value, Vectors.NoTolerance, $"{name} of {values.Length} {item.Text("kind")} {item.Text("dtype")}");
            }
        }
    }

    /// <summary>What the reference's unit tests see, who pass Python's floats; its validator passes numpy's.</summary>
    [Fact]
    public void Python_rounds_to_a_neighbour_of_what_numpy_rounds_to()
    {
        using var file = GoldenFile.Read("scoring/numeric_primitives.json");
        foreach (var item in file.RootElement.Items("round4"))
        {
            var value = item.GetProperty("value").AsDouble();
            Vectors.Same(item.GetProperty("python_float_round4").AsDouble(), NumpyRounding.Round(value, 4), Vectors.NoTolerance, $"{value:R}", LastPlace);
        }
    }

    [Fact]
    public void Rounds_to_four_decimals_as_numpy_does()
    {
        using var file = GoldenFile.Read("scoring/numeric_primitives.json");
        foreach (var item in file.RootElement.Items("round4"))
        {
            var value = item.GetProperty("value").AsDouble();
            Vectors.Same(item.GetProperty("numpy_float64_round4").AsDouble(), NumpyRounding.Round(value, 4), Vectors.NoTolerance, $"{value:R}");
        }
    }

    [Fact]
    public void Transforms_by_power_as_scipy_does()
    {
        using var file = GoldenFile.Read("scoring/numeric_primitives.json");
        foreach (var item in file.RootElement.Items("yeojohnson"))
        {
            var lambda = item.GetProperty("lmbda").AsDouble();
            var transformed = PowerTransform.Transform(item.GetProperty("x").AsDoubles(), lambda);
            Vectors.Same(item.GetProperty("y").AsDoubles(), transformed, 1e-11, $"λ = {lambda}");
        }
    }

    [Fact]
    public void Scales_to_minimum_and_maximum_as_scikit_learn_does()
    {
        using var file = GoldenFile.Read("scoring/numeric_primitives.json");
        foreach (var item in file.RootElement.Items("min_max_scalar_list"))
        {
            var scaled = MinMaxScaling.Scale(item.GetProperty("values").AsDoubles());
            Assert.Equal(item.Has("exception"), scaled is null);
            if (scaled is not null)
            {
                Vectors.Same(item.GetProperty("result").AsDoubles(), scaled, Vectors.NoTolerance, item.Text("name"));
            }
        }
    }

    private static (string Name, double Value)[] Statistics<T>(T[] values)
        where T : IFloatingPointIeee754<T> =>
        [
            ("sum", double.CreateChecked(NumpyStatistics.Sum<T>(values))),
            ("mean", double.CreateChecked(NumpyStatistics.Mean<T>(values))),
            ("var", double.CreateChecked(NumpyStatistics.Variance<T>(values))),
            ("std", double.CreateChecked(NumpyStatistics.StandardDeviation<T>(values))),
        ];
}
