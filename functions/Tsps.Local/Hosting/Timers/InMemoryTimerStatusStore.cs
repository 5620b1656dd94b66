using System.Collections.Concurrent;

namespace Tsps.Local.Hosting.Timers;

/// <summary>Keeps the state of timers for as long as this process lives: for replays and tests.</summary>
public sealed class InMemoryTimerStatusStore : ITimerStatusStore
{
    private readonly ConcurrentDictionary<(string HostId, string Function), TimerStatus> _statuses = new();

    public Task<TimerStatus?> ReadAsync(string hostId, string function, CancellationToken cancellationToken) =>
        Task.FromResult(_statuses.GetValueOrDefault((hostId, function)));

    public Task WriteAsync(string hostId, string function, TimerStatus status, CancellationToken cancellationToken)
    {
        _statuses[(hostId, function)] = status;
        return Task.CompletedTask;
    }
}
