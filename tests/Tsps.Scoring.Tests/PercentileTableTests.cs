using Tsps.Testing;

namespace Tsps.Scoring.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class PercentileTableTests
{
    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 1)]
    [InlineData(1.5, 1)]
    [InlineData(2, 1)]
    [InlineData(double.NaN, 1)]
    public void A_value_belongs_below_the_first_border_above_it(double value, double expected) =>
        Assert.Equal(expected, new PercentileTable([1, 2]).Find(value));

    [Fact]
    public void Refuses_borders_that_do_not_ascend()
    {
        Assert.Throws<ArgumentException>(() => new PercentileTable([]));
        Assert.Throws<ArgumentException>(() => new PercentileTable([1, double.NaN]));
        var error = Assert.Throws<ArgumentException>(() => new PercentileTable([1, 2, 2]));
        Assert.Contains("border 2", error.Message, StringComparison.Ordinal);
    }
}
