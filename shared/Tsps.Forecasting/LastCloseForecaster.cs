using Tsps.Domain;

namespace Tsps.Forecasting;

/// <summary>Says that nothing will change: the last known close, again and again. Hard to beat.</summary>
public sealed class LastCloseForecaster : IForecaster
{
    /// <summary>The name by which settings choose it.</summary>
    public const string ForecasterName = "last-close";

    public string Name => ForecasterName;

    /// <exception cref="ArgumentException">There is no column, the last close is not finite, or the size is below 1.</exception>
    public ValueTask<double[]> ForecastAsync(Samples samples, int size, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ForecastSize.Check(size);
        if (samples.Columns == 0)
        {
            throw new ArgumentException($"{Name} needs at least 1 column of samples, not 0.", nameof(samples));
        }

        var last = samples.Row(SampleRow.Close)[^1];
        if (!double.IsFinite(last))
        {
            throw new ArgumentException($"{Name} repeats the last close, which must be a finite number; it is {last}.", nameof(samples));
        }

        var closes = new double[size];
        Array.Fill(closes, last);
        return ValueTask.FromResult(closes);
    }
}
