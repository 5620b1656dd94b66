namespace Tsps.Local.Hosting.Timers;

/// <summary>Keeps the state of timers over restarts.</summary>
public interface ITimerStatusStore
{
    /// <summary>The state as last written; null when there is none.</summary>
    Task<TimerStatus?> ReadAsync(string hostId, string function, CancellationToken cancellationToken);

    Task WriteAsync(string hostId, string function, TimerStatus status, CancellationToken cancellationToken);
}
