namespace Tsps.Domain;

/// <summary>A model with everything around it: from samples to closes.</summary>
public interface IForecaster
{
    /// <summary>The model's name as settings know it, such as <c>last-close</c>.</summary>
    string Name { get; }

    /// <summary>Forecasts the next <paramref name="size"/> closes, one an interval, in USD.</summary>
    /// <exception cref="ArgumentException">The samples do not suit the model; the message says why.</exception>
    ValueTask<double[]> ForecastAsync(Samples samples, int size, CancellationToken cancellationToken);
}
