using Tsps.Domain;

namespace Tsps.Benchmarks;

/// <summary>Samples as a validator sends them: 25 days of prices made from a seed, which base64 cannot tell from real ones.</summary>
internal static class ExampleSamples
{
    public const int Columns = 7200;

    public static IReadOnlyList<int> Shape { get; } = [Samples.RowCount, Columns];

    public static Samples Create()
    {
        var random = new Random(1);
        var interval = StreamDefinition.BtcUsd5m.Interval;
        var candles = new Candle[Columns];
        var price = 60_000.0;
        for (var i = 0; i < Columns; i++)
        {
            var open = price;
            price *= 1 + (0.002 * (random.NextDouble() - 0.5));
            candles[i] = new Candle(i * StreamDefinition.BtcUsd5m.IntervalMs, open, 1.001 * Math.Max(open, price), 0.999 * Math.Min(open, price), price, 100 * random.NextDouble());
        }

        return Samples.FromCandles(candles, interval);
    }
}
