using Tsps.Domain;

namespace Tsps.Forecasting.Tests;

/// <summary>Samples that look like prices, made from a seed.</summary>
internal static class TestSamples
{
    public static Samples Create(int columns, int seed = 1)
    {
        var random = new Random(seed);
        var price = 30_000.0;
        var candles = new List<Candle>();
        for (var i = 0; i < columns; i++)
        {
            var open = price;
            price *= 1 + (0.002 * (random.NextDouble() - 0.5));
            candles.Add(new Candle(i * 300_000L, open, 1.001 * Math.Max(open, price), 0.999 * Math.Min(open, price), price, 100 * random.NextDouble()));
        }

        return Samples.FromCandles(candles, StreamDefinition.BtcUsd5m.Interval);
    }

    /// <summary>The same samples with one value replaced.</summary>
    public static Samples With(this Samples samples, SampleRow row, int column, double value)
    {
        var values = samples.Values.ToArray();
        values[((int)row * samples.Columns) + column] = value;
        return new Samples(samples.Columns, values);
    }
}
