using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Scoring.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class TrainingScalingTests
{
    [Fact]
    public void Closes_are_scaled_by_their_own_bounds() =>
        Assert.Equal([0.495, 0.505, 0.5], TrainingScaling.ScaleCloses([60_000, 60_200, 60_100]).Select(close => Math.Round(close, 12)));

    [Fact]
    public void A_row_that_never_moves_is_scaled_to_numbers_where_the_reference_sends_NaN()
    {
        var samples = new Samples(2, new double[] { 1000, 2000, 5, 5, 6, 7, 4, 4.5, 0, 0 });
        var scaled = TrainingScaling.ScaleSamples(samples);
        Assert.Equal([1000, 2000], scaled.Row(SampleRow.CloseTime).ToArray());
        Assert.Equal([0.495, 0.495], scaled.Row(SampleRow.Close).ToArray());
        Assert.Equal([0.495, 0.495], scaled.Row(SampleRow.Volume).ToArray());
    }

    [Fact]
    public void No_samples_are_refused() => Assert.Throws<ArgumentException>(() => TrainingScaling.ScaleSamples(new(0, default)));
}
