using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Forecasting.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class OnnxForecasterTests
{
    private static readonly byte[] File = ModelFile.ReadBuiltIn(BuiltInModels.Lstm50);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_as_many_closes_as_asked_for_on_a_straight_line()
    {
        using var forecaster = Open();
        var samples = TestSamples.Create(700);

        var closes = await forecaster.ForecastAsync(samples, 100, Cancellation);

        Assert.Equal(100, closes.Length);
        var step = closes[1] - closes[0];
        Assert.All(closes.Zip(closes.Skip(1)), pair => Assert.Equal(step, pair.Second - pair.First, 1e-6));
        Assert.Equal(samples.Row(SampleRow.Close)[^1] + step, closes[0], 1e-6);
    }

    [Fact]
    public async Task Answers_the_same_on_many_threads_at_once()
    {
        using var forecaster = Open();
        var expected = new List<double[]>();
        for (var seed = 0; seed < 8; seed++)
        {
            expected.Add(await forecaster.ForecastAsync(TestSamples.Create(300, seed), 10, Cancellation));
        }

        await Parallel.ForAsync(0, 64, Cancellation, async (i, cancellationToken) =>
            Assert.Equal(expected[i % 8], await forecaster.ForecastAsync(TestSamples.Create(300, i % 8), 10, cancellationToken)));
    }

    [Fact]
    public async Task Disposing_lets_running_forecasts_end_and_refuses_later_ones()
    {
        var forecaster = Open();
        var samples = TestSamples.Create(300);
        var expected = await forecaster.ForecastAsync(samples, 5, Cancellation);
        var refused = 0;
        var running = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                try
                {
                    while (true)
                    {
                        Assert.Equal(expected, await forecaster.ForecastAsync(samples, 5, Cancellation));
                    }
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref refused);
                }
            },
            Cancellation)).ToArray();

        forecaster.Dispose();
        forecaster.Dispose();
        await Task.WhenAll(running);

        Assert.Equal(4, refused);
    }

    [Theory]
    [InlineData(SampleRow.Close)]
    [InlineData(SampleRow.Volume)]
    public async Task Says_where_a_nan_is_that_the_model_would_look_at(SampleRow row)
    {
        using var forecaster = Open();

        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            forecaster.ForecastAsync(TestSamples.Create(300).With(row, 296, double.NaN), 5, Cancellation).AsTask());

        Assert.Contains($"row {row} is NaN 3 columns before its end", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passes_over_a_nan_that_the_model_does_not_look_at()
    {
        using var forecaster = Open();

        var closes = await forecaster.ForecastAsync(TestSamples.Create(300).With(SampleRow.Close, 199, double.NaN), 5, Cancellation);

        Assert.All(closes, close => Assert.True(double.IsFinite(close)));
    }

    [Fact]
    public async Task Says_how_many_columns_are_needed()
    {
        using var forecaster = Open();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => forecaster.ForecastAsync(TestSamples.Create(forecaster.Window - 1), 5, Cancellation).AsTask());

        Assert.Contains($"needs at least {forecaster.Window} columns", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_size_of_0()
    {
        using var forecaster = Open();

        await Assert.ThrowsAsync<ArgumentException>(() => forecaster.ForecastAsync(TestSamples.Create(300), 0, Cancellation).AsTask());
    }

    [Fact]
    public async Task Does_not_begin_once_cancelled()
    {
        using var forecaster = Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            forecaster.ForecastAsync(TestSamples.Create(300), 5, new CancellationToken(canceled: true)).AsTask());
    }

    [Fact]
    public void Refuses_a_file_that_is_no_model_and_names_the_model()
    {
        var error = Assert.Throws<InvalidDataException>(() => new OnnxForecaster("mine", "not an ONNX file"u8.ToArray()));

        Assert.Contains("The model mine cannot be loaded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_empty_file() => Assert.Throws<InvalidDataException>(() => new OnnxForecaster("mine", default));

    [Fact]
    public void Refuses_a_model_of_other_features()
    {
        var error = Assert.Throws<InvalidDataException>(() => new OnnxForecaster("mine", ModelFile.Read("v4/one_feature.onnx")));

        Assert.Contains("1 features and 1 outputs", error.Message, StringComparison.Ordinal);
    }

    private static OnnxForecaster Open() => new(BuiltInModels.Lstm50, File);
}
