using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Tsps.Local.Hosting.Invocation;

namespace Tsps.Local.Hosting.Timers;

/// <summary>
/// The state machine of one timer: when its next run is due, what that run is told, what is kept after it. It never waits: the live loop
/// and the replay do (Azure facts, "The host: timers").
/// </summary>
internal sealed partial class TimerListener
{
    private readonly string _hostId;
    private readonly TimerFunction _function;
    private readonly TimerSchedule _schedule;
    private readonly ITimerStatusStore _store;
    private readonly FunctionInvoker _invoker;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly bool _monitored;

    private TimerStatus? _status;
    private bool _pastDue;

    /// <exception cref="FormatException">The schedule can't be resolved.</exception>
    internal TimerListener(FunctionApp app, TimerFunction function, FunctionInvoker invoker, ILogger logger)
    {
        _hostId = app.Name;
        _function = function;
        _schedule = function.ResolveSchedule(app.Configuration);
        _store = app.TimerStatus;
        _invoker = invoker;
        _clock = app.Clock;
        _logger = logger;
        _monitored = function.UseMonitor && _schedule.IsMonitored(_clock.GetUtcNow());
    }

    internal string Name => _function.Name;

    internal TimerSchedule Schedule => _schedule;

    /// <summary>When the next run is to start.</summary>
    internal DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>Reads the kept state and finds the first run: at once when one was missed or the function runs on start-up, else the next occurrence.</summary>
    internal async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var next = _schedule.Next(now);
        if (_monitored)
        {
            _status = await ReadStatusAsync(now, cancellationToken);
            next = Utc(_status.Next);
            _pastDue = now > next;
        }

        Due = _pastDue || _function.RunOnStartup ? now : next;
        if (_logger.IsEnabled(LogLevel.Information))
        {
            NextOccurrences(Name, _schedule.Expression, string.Join(", ", _schedule.Upcoming(now, 5).Select(time => time.ToString("u"))));
        }
    }

    /// <summary>Runs the function now. The next occurrence is computed from this start, so that a long run is followed by another at once.</summary>
    /// <returns>Whether it ended well.</returns>
    internal async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var start = _clock.GetUtcNow();
        var info = new TimerInfo { IsPastDue = _pastDue, ScheduleStatus = ToScheduleStatus(_status) };
        var succeeded = await _invoker.RunTimerAsync(_function.Method, info, $"Timer fired at {start:o}", cancellationToken);

        _pastDue = false;
        Due = _schedule.Next(start);
        if (_monitored)
        {
            _status = new TimerStatus(start.UtcDateTime, Due.UtcDateTime, start.UtcDateTime);
            await KeepStatusAsync(_status);
        }

        return succeeded;
    }

    private async Task<TimerStatus> ReadStatusAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var kept = await _store.ReadAsync(_hostId, Name, cancellationToken);
        if (kept is not null && IsOfThisSchedule(kept))
        {
            return kept;
        }

        var first = new TimerStatus(default, _schedule.Next(now).UtcDateTime, now.UtcDateTime);
        await _store.WriteAsync(_hostId, Name, first, cancellationToken);
        return first;
    }

    // A changed schedule computes another Next from the same start; what was missed under the old one isn't past due.
    private bool IsOfThisSchedule(TimerStatus kept) =>
        _schedule.Next(Utc(kept.Last == default ? kept.LastUpdated : kept.Last)) == Utc(kept.Next);

    // Written even while stopping: a run that has ended must not come again as past due.
    private async Task KeepStatusAsync(TimerStatus status)
    {
        try
        {
            await _store.WriteAsync(_hostId, Name, status, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            StatusNotKept(exception, Name);
        }
    }

    private static ScheduleStatus? ToScheduleStatus(TimerStatus? status) =>
        status is null ? null : new ScheduleStatus { Last = status.Last, Next = status.Next, LastUpdated = status.LastUpdated };

    private static DateTimeOffset Utc(DateTime time) => time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(time, TimeSpan.Zero) : new DateTimeOffset(time.ToUniversalTime());

    [LoggerMessage(LogLevel.Information, "The next 5 occurrences of the '{Function}' schedule (Cron: '{Expression}') will be: {Occurrences}")]
    private partial void NextOccurrences(string function, string expression, string occurrences);

    [LoggerMessage(LogLevel.Error, "The state of timer '{Function}' could not be stored; after a restart it may run once too often.")]
    private partial void StatusNotKept(Exception exception, string function);
}
