using FsCheck;
using FsCheck.Xunit;
using Tsps.Testing;

namespace Tsps.Forecasting.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class MinMaxScalerTests
{
    private static double[] Tame(NonEmptyArray<NormalFloat> values) => [.. values.Get.Select(value => value.Get % 1e9)];

    [Property]
    public void Scales_the_least_to_the_low_end_and_the_greatest_to_the_high_end(NonEmptyArray<NormalFloat> values)
    {
        var tame = Tame(values);
        var scaler = new MinMaxScaler<double>(tame, -1, 1);

        if (tame.Max() - tame.Min() < 1e-3)
        {
            return; // Nearly constant values are the business of another property.
        }

        var rounding = 1e-15 * Math.Max(1, Math.Abs(scaler.Offset)) * 4;
        Assert.Equal(-1, scaler.ToScaled(tame.Min()), rounding);
        Assert.Equal(1, scaler.ToScaled(tame.Max()), rounding);
        Assert.All(tame, value => Assert.InRange(scaler.ToScaled(value), -1 - rounding, 1 + rounding));
    }

    [Property]
    public void Unscaling_undoes_scaling(NonEmptyArray<NormalFloat> values)
    {
        var tame = Tame(values);
        var scaler = new MinMaxScaler<double>(tame);

        Assert.All(tame, value => Assert.Equal(value, scaler.FromScaled(scaler.ToScaled(value)), 1e-5));
    }

    [Property]
    public void Scaling_keeps_the_order(NonEmptyArray<NormalFloat> values)
    {
        var tame = Tame(values);
        Array.Sort(tame);
        var scaler = new MinMaxScaler<double>(tame);

        var scaled = tame.Select(scaler.ToScaled).ToArray();

        Assert.Equal(scaled.Order(), scaled);
    }

    [Property]
    public void The_order_of_the_values_makes_no_difference(NonEmptyArray<NormalFloat> values, int seed)
    {
        var tame = Tame(values);
        var shuffled = tame.ToArray();
        new Random(seed).Shuffle(shuffled);

        Assert.Equal(new MinMaxScaler<double>(tame), new MinMaxScaler<double>(shuffled));
    }

    [Property]
    public void Doubling_all_values_changes_no_scaled_one(NonEmptyArray<NormalFloat> values)
    {
        var tame = Tame(values);
        var doubled = tame.Select(value => 2 * value).ToArray();
        var (scaler, other) = (new MinMaxScaler<double>(tame), new MinMaxScaler<double>(doubled));

        if (tame.Max() - tame.Min() < 1e-3)
        {
            return; // The rule of the smallest range is absolute.
        }

        Assert.Equal(tame.Select(scaler.ToScaled), doubled.Select(other.ToScaled));
    }

    [Property]
    public void Constant_values_scale_to_the_low_end_and_back(NormalFloat value, PositiveInt count)
    {
        var constant = value.Get % 1e9;
        var values = new double[count.Get];
        Array.Fill(values, constant);

        var scaler = new MinMaxScaler<double>(values);

        Assert.Equal(0, scaler.ToScaled(constant));
        Assert.Equal(constant, scaler.FromScaled(0));
        Assert.Equal(1, scaler.Scale);
    }

    [Property]
    public void Nan_is_passed_over_and_stays_nan(NonEmptyArray<NormalFloat> values, NonNegativeInt place)
    {
        var tame = Tame(values);
        var holed = tame.ToList();
        holed.Insert(place.Get % (tame.Length + 1), double.NaN);

        var scaler = new MinMaxScaler<double>(holed.ToArray());

        Assert.Equal(new MinMaxScaler<double>(tame), scaler);
        Assert.Equal(double.NaN, scaler.ToScaled(double.NaN));
    }

    [Theory]
    [InlineData(2.0e-15, 1.0)]
    [InlineData(3.0e-15, 1 / 3.0e-15)]
    public void A_range_below_ten_machine_epsilons_counts_as_none(double range, double scale) =>
        Assert.Equal(scale, new MinMaxScaler<double>([0, range]).Scale);

    [Theory]
    [InlineData(1.1e-6f, 1f)]
    [InlineData(1.3e-6f, 1 / 1.3e-6f)]
    public void The_smallest_range_is_that_of_the_values_type(float range, float scale) =>
        Assert.Equal(scale, new MinMaxScaler<float>([0, range]).Scale);

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Refuses_an_infinity(double value) =>
        Assert.Throws<ArgumentException>(() => new MinMaxScaler<double>([1, value, 2]));

    [Fact]
    public void Refuses_no_values() => Assert.Throws<ArgumentException>(() => new MinMaxScaler<double>([]));
}
