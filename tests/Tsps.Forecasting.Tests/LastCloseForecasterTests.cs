using FsCheck;
using FsCheck.Xunit;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Forecasting.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class LastCloseForecasterTests
{
    private readonly LastCloseForecaster _forecaster = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Property(MaxTest = 50)]
    public async Task Repeats_the_last_close(PositiveInt columns, PositiveInt size)
    {
        var samples = TestSamples.Create(columns.Get);

        var closes = await _forecaster.ForecastAsync(samples, size.Get, Cancellation);

        Assert.Equal(Enumerable.Repeat(samples.Row(SampleRow.Close)[^1], size.Get), closes);
    }

    [Fact]
    public async Task Refuses_samples_without_a_column() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _forecaster.ForecastAsync(TestSamples.Create(0), 5, Cancellation).AsTask());

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task Refuses_a_last_close_that_is_not_finite(double close) =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            _forecaster.ForecastAsync(TestSamples.Create(3).With(SampleRow.Close, 2, close), 5, Cancellation).AsTask());

    [Fact]
    public async Task Refuses_a_size_of_0() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _forecaster.ForecastAsync(TestSamples.Create(3), 0, Cancellation).AsTask());
}
