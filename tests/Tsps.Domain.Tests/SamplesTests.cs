using Tsps.Testing;

namespace Tsps.Domain.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class SamplesTests
{
    [Fact]
    public void Rows_are_close_time_close_high_low_and_volume_with_the_oldest_candle_first()
    {
        var samples = Samples.FromCandles([new Candle(0, 1, 4, 0.5, 2, 10), new Candle(300_000, 2, 5, 1.5, 3, 20)], TimeSpan.FromMinutes(5));

        Assert.Equal(2, samples.Columns);
        Assert.Equal([300_000, 600_000], samples.Row(SampleRow.CloseTime).ToArray());
        Assert.Equal([2, 3], samples.Row(SampleRow.Close).ToArray());
        Assert.Equal([4, 5], samples.Row(SampleRow.High).ToArray());
        Assert.Equal([0.5, 1.5], samples.Row(SampleRow.Low).ToArray());
        Assert.Equal([10, 20], samples.Row(SampleRow.Volume).ToArray());
    }

    [Theory]
    [InlineData(2, 9)]
    [InlineData(-1, 0)]
    [InlineData(int.MaxValue, 0)]
    public void Values_that_do_not_fit_the_shape_are_refused(int columns, int values) =>
        Assert.Throws<ArgumentException>(() => new Samples(columns, new double[values]));
}
