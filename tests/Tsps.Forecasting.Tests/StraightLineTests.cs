using FsCheck;
using FsCheck.Xunit;
using Tsps.Testing;

namespace Tsps.Forecasting.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class StraightLineTests
{
    [Property]
    public void Leads_in_equal_steps_from_after_the_start_to_the_end(short start, short end, PositiveInt count)
    {
        var points = new double[count.Get];

        StraightLine.Fill(points, start, end);

        var step = ((double)end - start) / points.Length;
        Assert.All(points.Index(), point => Assert.Equal(start + (step * (point.Index + 1)), point.Item, 1e-6));
    }

    [Fact]
    public void Adds_the_steps_up_one_by_one()
    {
        var points = new double[10];

        StraightLine.Fill(points, 0, 1);

        Assert.Equal(0.1 + 0.1 + 0.1, points[2]);
        Assert.Equal(0.9999999999999999, points[^1]);
    }
}
