namespace Tsps.Scoring;

/// <summary>When a generation's validator sends its requests, counted from the full hour in UTC.</summary>
/// <param name="Period">One request starts in each of these.</param>
/// <param name="Slack">The request starts at a random offset below this into the period; zero is at its beginning.</param>
/// <param name="ForecastDelay">How long after the request for hashes the one for the forecasts follows; null where there is none for
/// hashes.</param>
public sealed record RequestWindow(TimeSpan Period, TimeSpan Slack, TimeSpan? ForecastDelay)
{
    /// <summary>How far into the period miners still take the request for the forecasts that they committed to; null where there is none for hashes.</summary>
    public TimeSpan? RevealedUntil { get; init; }
}
