namespace Tsps.Domain;

/// <summary>What a miner is given: a matrix of 5 rows (<see cref="SampleRow"/>) by N columns, float64, oldest first, stored row by row.</summary>
public sealed class Samples
{
    public const int RowCount = 5;

    /// <param name="columns">Number of candles.</param>
    /// <param name="values">5 × <paramref name="columns"/> values, row after row.</param>
    /// <exception cref="ArgumentException">The number of values does not fit the shape.</exception>
    public Samples(int columns, ReadOnlyMemory<double> values)
    {
        if (columns < 0 || values.Length != (long)RowCount * columns)
        {
            throw new ArgumentException($"Samples of {columns} columns have {(long)RowCount * columns} values, not {values.Length}.", nameof(values));
        }

        Columns = columns;
        Values = values;
    }

    public int Columns { get; }

    public ReadOnlyMemory<double> Values { get; }

    /// <summary>Whether the values came as float32, in which the reference then computes too.</summary>
    public bool AreSingles { get; init; }

    public ReadOnlySpan<double> Row(SampleRow row) => Values.Span.Slice((int)row * Columns, Columns);

    /// <summary>Lays candles, oldest first, out as samples.</summary>
    public static Samples FromCandles(IReadOnlyList<Candle> candles, TimeSpan interval)
    {
        var n = candles.Count;
        var values = new double[RowCount * n];
        for (var i = 0; i < n; i++)
        {
            var candle = candles[i];
            values[i] = candle.CloseTimeMs(interval);
            values[n + i] = candle.Close;
            values[(2 * n) + i] = candle.High;
            values[(3 * n) + i] = candle.Low;
            values[(4 * n) + i] = candle.Volume;
        }

        return new Samples(n, values);
    }
}
