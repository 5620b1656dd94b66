using System.Text.Json;
using Tsps.Domain;
using Tsps.Markets;
using Tsps.Testing;

namespace Tsps.Forecasting.Tests;

/// <summary>What forecasts score on real candles that the trained model has never seen (models specification, section 4).</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class BaselinesGoldenTests
{
    private static readonly StreamDefinition Stream = StreamDefinition.BtcUsd5m;

    [Fact]
    public async Task Last_close_scores_as_recorded() =>
        await CheckAsync(new LastCloseForecaster(), "last_close", tolerance: 1e-9);

    /// <summary>A scaled error of 2e-6 is a few thousandths of a dollar on prices that move by some thousands in the window.</summary>
    [Fact]
    public async Task The_built_in_model_scores_as_recorded()
    {
        using var forecaster = new OnnxForecaster(BuiltInModels.Lstm50, ModelFile.ReadBuiltIn(BuiltInModels.Lstm50));

        var mean = await CheckAsync(forecaster, "lstm_v4_trained", tolerance: 0.02);

        using var baselines = ReadBaselines();
        Assert.InRange(mean / Mean(baselines, "last_close"), 0, 1.15);
    }

    private static async Task<double> CheckAsync(IForecaster forecaster, string column, double tolerance)
    {
        using var baselines = ReadBaselines();
        var file = baselines.RootElement.GetProperty("candles").GetString()!.Split(' ')[0];
        var candles = await CandleFile.LoadAsync(GoldenFile.Locate($"market/{file}"), Stream.Interval, TestContext.Current.CancellationToken);

        var scores = new List<double>();
        foreach (var window in baselines.RootElement.GetProperty("per_window").EnumerateArray())
        {
            var origin = window.GetProperty("first_truth_index").GetInt32();
            var samples = Samples.FromCandles([.. candles.Take(origin)], Stream.Interval);
            var closes = await forecaster.ForecastAsync(samples, Stream.PredictionSize, TestContext.Current.CancellationToken);
            var truths = candles.Skip(origin).Take(Stream.PredictionSize).Select(candle => candle.Close);
            scores.Add(WeightedError(closes, [.. truths]));
            Assert.Equal(window.GetProperty(column).GetDouble(), scores[^1], tolerance);
        }

        Assert.Equal(Mean(baselines, column), scores.Average(), tolerance);
        return scores.Average();
    }

    private static JsonDocument ReadBaselines() => GoldenFile.Read("models/baselines.json");

    private static double Mean(JsonDocument baselines, string column) =>
        baselines.RootElement.GetProperty("summary").GetProperty(column).GetProperty("mean").GetDouble();

    private static double WeightedError(double[] closes, double[] truths)
    {
        var weights = truths.Select((_, step) => Math.Exp(-0.001 * step)).ToArray();
        var squares = weights.Select((weight, step) => weight * Math.Pow(closes[step] - truths[step], 2));
        return Math.Sqrt(squares.Sum() / weights.Sum());
    }
}
