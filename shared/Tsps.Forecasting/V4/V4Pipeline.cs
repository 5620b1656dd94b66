using System.Numerics;
using Tsps.Domain;

namespace Tsps.Forecasting.V4;

/// <summary>
/// The way of the generation-4 base miner from samples to a network's input, and from its output to closes
/// (models specification, section 2). Pure: the network itself is asked in between.
/// </summary>
public static class V4Pipeline
{
    /// <summary>Scaling looks at this many of the latest columns, or at all when there are fewer.</summary>
    public const int ScaledColumns = 601;

    /// <summary>Numbers a row of the network's input holds: close, high, low, volume.</summary>
    public const int FeatureCount = 4;

    internal static readonly SampleRow[] Features = [SampleRow.Close, SampleRow.High, SampleRow.Low, SampleRow.Volume];

    /// <summary>Scales the latest columns and lays the last <paramref name="window"/> of them out as the network's input.</summary>
    /// <typeparam name="T">The samples' type on the wire: float32 samples are scaled in float32.</typeparam>
    /// <param name="matrix">5 rows in the order of <see cref="SampleRow"/> by <paramref name="columns"/>, row after row, oldest first; further rows are ignored.</param>
    /// <exception cref="ArgumentException">There are fewer columns than the window, or the latest ones hold an infinity.</exception>
    public static V4Input<T> Prepare<T>(ReadOnlySpan<T> matrix, int columns, int window)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        if (columns < window)
        {
            throw new ArgumentException($"The model needs at least {window} columns of samples, not {columns}.", nameof(columns));
        }

        if (matrix.Length < (long)Samples.RowCount * columns)
        {
            throw new ArgumentException($"{Samples.RowCount} rows of {columns} columns are {(long)Samples.RowCount * columns} values, not {matrix.Length}.", nameof(matrix));
        }

        CheckFinite(Latest(matrix, columns, SampleRow.CloseTime), SampleRow.CloseTime);
        var scalers = new MinMaxScaler<T>[FeatureCount];
        var input = new float[window * FeatureCount];
        for (var feature = 0; feature < FeatureCount; feature++)
        {
            var values = Latest(matrix, columns, Features[feature]);
            CheckFinite(values, Features[feature]);
            scalers[feature] = new MinMaxScaler<T>(values);
            for (var i = 0; i < window; i++)
            {
                input[(i * FeatureCount) + feature] = float.CreateChecked(scalers[feature].ToScaled(values[values.Length - window + i]));
            }
        }

        var lastClose = double.CreateChecked(scalers[0].ToScaled(Latest(matrix, columns, SampleRow.Close)[^1]));
        return new V4Input<T>(input, lastClose, scalers);
    }

    /// <summary>The closes on the straight line from the last known close to the predicted one, in USD.</summary>
    /// <param name="prediction">The network's output: the scaled close <paramref name="size"/> intervals on.</param>
    /// <exception cref="ArgumentException">The size is below 1.</exception>
    public static double[] ToCloses<T>(V4Input<T> input, float prediction, int size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ForecastSize.Check(size);
        var closes = new double[size];
        StraightLine.Fill(closes, input.LastScaledClose, prediction);
        foreach (ref var close in closes.AsSpan())
        {
            close = input.CloseScaler.FromScaled(close);
        }

        return closes;
    }

    private static ReadOnlySpan<T> Latest<T>(ReadOnlySpan<T> matrix, int columns, SampleRow row)
    {
        var values = matrix.Slice((int)row * columns, columns);
        return values[Math.Max(0, columns - ScaledColumns)..];
    }

    private static void CheckFinite<T>(ReadOnlySpan<T> values, SampleRow row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (T.IsInfinity(values[i]))
            {
                throw new ArgumentException($"The samples' row {row} is infinite {values.Length - 1 - i} columns before its end; every value must be finite.", nameof(values));
            }
        }
    }
}
