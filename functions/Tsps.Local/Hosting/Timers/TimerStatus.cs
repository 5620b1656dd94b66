namespace Tsps.Local.Hosting.Timers;

/// <summary>What is kept of a timer; times in UTC.</summary>
/// <param name="Last">The start of the last run; <see cref="DateTime.MinValue"/> before the first.</param>
/// <param name="Next">The occurrence that is waited for.</param>
/// <param name="LastUpdated">What <paramref name="Next"/> was computed from.</param>
public sealed record TimerStatus(DateTime Last, DateTime Next, DateTime LastUpdated);
