using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class TrainingScalingTests
{
    [Fact]
    public void Values_are_scaled_as_recorded()
    {
        using var file = GoldenFile.Read("scoring/helpers.json");
        foreach (var item in file.RootElement.Items("scale_values"))
        {
            var values = item.GetProperty("values").AsDoubles();
            var scale = item.Has("vmin") && item.Has("vmax")
                ? new ValueScale(item.GetProperty("vmin").AsDouble(), item.GetProperty("vmax").AsDouble())
                : ValueScale.Of(values);

            // Odd cases are recorded as one list: both bounds, then the scaled values.
            var result = item.GetProperty("result");
            var hasBounds = item.TryGetProperty("result_vmin", out var minimum);
            Assert.Equal((hasBounds ? minimum : result[0]).AsDouble(), scale.Minimum);
            Assert.Equal((hasBounds ? item.GetProperty("result_vmax") : result[1]).AsDouble(), scale.Maximum);
            if (scale.Minimum < scale.Maximum)
            {
                var expected = (hasBounds ? result : result[2]).AsDoubles();
                Vectors.Same(expected, [.. values.Select(scale.Scale)], Vectors.NoTolerance, $"scale of {values.Length}");
            }
        }
    }

    [Fact]
    public void Values_are_unscaled_as_recorded()
    {
        using var file = GoldenFile.Read("scoring/helpers.json");
        foreach (var item in file.RootElement.Items("unscale_values"))
        {
            var scale = new ValueScale(item.GetProperty("vmin").AsDouble(), item.GetProperty("vmax").AsDouble());
            var places = item.GetProperty("decimal_places").GetInt32();
            var unscaled = item.GetProperty("values").AsDoubles().Select(value => scale.Unscale(value, places)).ToArray();
            Vectors.Same(item.GetProperty("result").AsDoubles(), unscaled, Vectors.NoTolerance, $"{places} places");
        }
    }

    [Theory]
    [InlineData("scoring/state_machine_v4.json")]
    [InlineData("scoring/state_machine_v6.json")]
    public void Predictions_of_old_records_are_unscaled_as_recorded(string path)
    {
        using var file = GoldenFile.Read(path);
        var record = file.RootElement.GetProperty("due_rule").GetProperty("scaled_predictions_are_unscaled");
        var scale = new ValueScale(record.GetProperty("vmins")[0].AsDouble(), record.GetProperty("vmaxs")[0].AsDouble());
        var places = record.GetProperty("decimal_places")[0].GetInt32();
        Assert.Equal(record.GetProperty("handed_to_scoring").AsDoubles(), record.GetProperty("stored").AsDoubles().Select(value => scale.Unscale(value, places)));
    }

    [Fact]
    public void Samples_are_scaled_row_by_row_but_for_the_times()
    {
        using var file = GoldenFile.Read("scoring/helpers.json");
        foreach (var item in file.RootElement.Items("scale_ds_with_ts"))
        {
            var rows = item.Items("rows").Select(row => row.AsDoubles()).ToArray();
            var samples = new Samples(rows[0].Length, rows.SelectMany(row => row).ToArray());
            var scaled = TrainingScaling.ScaleSamples(samples);
            var expected = item.Items("matrix").SelectMany(row => row.AsDoubles()).ToArray();
            Vectors.Same(expected, scaled.Values.ToArray(), Vectors.NoTolerance, $"samples of {samples.Columns}");
            Assert.Equal(item.GetProperty("vmins").AsDoubles(), rows.Skip(1).Select(row => ValueScale.Of(row).Minimum));
            Assert.Equal(item.GetProperty("vmaxs").AsDoubles(), rows.Skip(1).Select(row => ValueScale.Of(row).Maximum));
        }
    }
}
