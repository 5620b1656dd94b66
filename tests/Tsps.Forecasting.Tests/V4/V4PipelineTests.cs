using FsCheck;
using FsCheck.Xunit;
using Tsps.Domain;
using Tsps.Forecasting.V4;
using Tsps.Testing;

namespace Tsps.Forecasting.Tests.V4;

[Trait(Categories.Name, Categories.Unit)]
public sealed class V4PipelineTests
{
    [Property(MaxTest = 30)]
    public void Columns_before_the_last_601_make_no_difference(int seed, PositiveInt more)
    {
        var longer = TestSamples.Create(V4Pipeline.ScaledColumns + more.Get, seed);
        var latest = Latest(longer, V4Pipeline.ScaledColumns);

        var (fromLonger, fromLatest) = (Prepare(longer, 100), Prepare(latest, 100));

        Assert.Equal(fromLatest.Window.ToArray(), fromLonger.Window.ToArray());
        Assert.Equal(fromLatest.LastScaledClose, fromLonger.LastScaledClose);
        Assert.Equal(fromLatest.Scalers, fromLonger.Scalers);
    }

    [Property(MaxTest = 30)]
    public void A_smaller_window_is_the_end_of_a_larger_one(int seed, byte small, byte large)
    {
        var samples = TestSamples.Create(300, seed);
        var (shorter, longer) = (1 + Math.Min(small, large), 1 + Math.Max(small, large));

        var window = Prepare(samples, longer).Window;

        Assert.Equal(Prepare(samples, shorter).Window.ToArray(), window[^(shorter * V4Pipeline.FeatureCount)..].ToArray());
    }

    [Property(MaxTest = 30)]
    public void Prices_in_another_unit_give_the_same_input_and_closes_in_that_unit(int seed, float prediction)
    {
        const double Factor = 1024;
        var output = float.IsFinite(prediction) ? prediction % 2 : 0.5f;
        var samples = TestSamples.Create(200, seed);
        var scaled = new Samples(samples.Columns, samples.Values.ToArray().Select(value => Factor * value).ToArray());

        var (input, other) = (Prepare(samples, 50), Prepare(scaled, 50));

        Assert.Equal(input.Window.ToArray(), other.Window.ToArray());
        Assert.Equal(V4Pipeline.ToCloses(input, output, 10).Select(close => Factor * close), V4Pipeline.ToCloses(other, output, 10));
    }

    [Property(MaxTest = 30)]
    public void Every_number_of_the_input_lies_between_0_and_1(int seed) =>
        Assert.All(Prepare(TestSamples.Create(700, seed), 500).Window.ToArray(), number => Assert.InRange(number, -1e-6f, 1 + 1e-6f));

    [Property(MaxTest = 30)]
    public void The_last_close_predicted_again_gives_the_last_close_throughout(int seed)
    {
        var samples = TestSamples.Create(150, seed);
        var input = Prepare(samples, 100);

        var closes = V4Pipeline.ToCloses(input, (float)input.LastScaledClose, 100);

        Assert.All(closes, close => Assert.Equal(samples.Row(SampleRow.Close)[^1], close, 0.001));
    }

    [Property(MaxTest = 30)]
    public void The_closes_end_at_the_predicted_close(int seed, byte size)
    {
        var input = Prepare(TestSamples.Create(150, seed), 100);

        var closes = V4Pipeline.ToCloses(input, 0.25f, size + 1);

        Assert.Equal(size + 1, closes.Length);
        Assert.Equal(input.CloseScaler.FromScaled(0.25), closes[^1], 1e-6);
    }

    [Fact]
    public void Constant_rows_give_an_input_of_zeros()
    {
        var samples = new Samples(7, Enumerable.Repeat(3.5, 5 * 7).ToArray());

        var input = Prepare(samples, 7);

        Assert.All(input.Window.ToArray(), number => Assert.Equal(0, number));
        Assert.Equal([3.75, 4.0], V4Pipeline.ToCloses(input, 0.5f, 2));
    }

    [Fact]
    public void Says_how_many_columns_are_needed()
    {
        var error = Assert.Throws<ArgumentException>(() => Prepare(TestSamples.Create(99), 100));

        Assert.Contains("needs at least 100 columns of samples, not 99", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SampleRow.CloseTime)]
    [InlineData(SampleRow.Close)]
    [InlineData(SampleRow.High)]
    [InlineData(SampleRow.Low)]
    [InlineData(SampleRow.Volume)]
    public void Says_where_an_infinity_is(SampleRow row)
    {
        var samples = TestSamples.Create(700).With(row, 690, double.NegativeInfinity);

        var error = Assert.Throws<ArgumentException>(() => Prepare(samples, 5));

        Assert.Contains($"row {row} is infinite 9 columns before its end", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_look_for_infinities_before_the_last_601_columns() =>
        Assert.NotNull(Prepare(TestSamples.Create(700).With(SampleRow.Close, 98, double.PositiveInfinity), 5));

    [Fact]
    public void Refuses_a_matrix_of_fewer_rows() =>
        Assert.Throws<ArgumentException>(() => V4Pipeline.Prepare<double>(new double[4 * 10], 10, 5));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Refuses_a_size_below_1(int size) =>
        Assert.Throws<ArgumentException>(() => V4Pipeline.ToCloses(Prepare(TestSamples.Create(10), 5), 0.5f, size));

    private static V4Input<double> Prepare(Samples samples, int window) => V4Pipeline.Prepare(samples.Values.Span, samples.Columns, window);

    private static Samples Latest(Samples samples, int columns) =>
        new(columns, Enum.GetValues<SampleRow>().SelectMany(row => samples.Row(row)[^columns..].ToArray()).ToArray());
}
