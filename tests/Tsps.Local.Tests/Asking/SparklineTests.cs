using Tsps.Local.Asking;
using Tsps.Testing;

namespace Tsps.Local.Tests.Asking;

[Trait(Categories.Name, Categories.Unit)]
public sealed class SparklineTests
{
    [Fact]
    public void Goes_from_the_lowest_to_the_highest_level() =>
        Assert.Equal("▁▂▃▄▅▆▇█", Sparkline.Draw([10, 11, 12, 13, 14, 15, 16, 17], 60));

    [Fact]
    public void Takes_means_where_there_are_more_numbers_than_room() =>
        Assert.Equal("▁█", Sparkline.Draw([1, 2, 3, 8, 9, 10], 2));

    [Fact]
    public void Is_level_where_the_numbers_are() =>
        Assert.Equal("▅▅▅", Sparkline.Draw([7, 7, 7], 60));

    [Fact]
    public void Leaves_out_what_is_no_number() =>
        Assert.Equal("▁ █ ", Sparkline.Draw([1, double.NaN, 2, double.PositiveInfinity], 60));

    [Fact]
    public void Is_blank_where_nothing_is_a_number() =>
        Assert.Equal("  ", Sparkline.Draw([double.NaN, double.NaN], 60));
}
