using NCrontab;

namespace Tsps.Local.Hosting.Timers;

/// <summary>A schedule as TimerTrigger takes it: six fields, the first for seconds, in UTC.</summary>
internal sealed class TimerSchedule
{
    private static readonly CrontabSchedule.ParseOptions WithSeconds = new() { IncludingSeconds = true };
    private static readonly TimeSpan LeastMonitored = TimeSpan.FromMinutes(1);

    private readonly CrontabSchedule _cron;

    private TimerSchedule(string expression, CrontabSchedule cron)
    {
        Expression = expression;
        _cron = cron;
    }

    internal string Expression { get; }

    /// <exception cref="FormatException">It is no six-field cron expression.</exception>
    internal static TimerSchedule Parse(string expression) =>
        CrontabSchedule.TryParse(expression, WithSeconds) is { } cron
            ? new TimerSchedule(expression, cron)
            : throw new FormatException($"'{expression}' is no schedule; it has six fields from seconds to day of week, such as '0 */5 * * * *'.");

    /// <summary>The first occurrence after <paramref name="time"/>; the far end of time when there is none.</summary>
    internal DateTimeOffset Next(DateTimeOffset time) => new(DateTime.SpecifyKind(_cron.GetNextOccurrence(time.UtcDateTime), DateTimeKind.Utc));

    /// <summary>The next <paramref name="count"/> occurrences.</summary>
    internal IEnumerable<DateTimeOffset> Upcoming(DateTimeOffset time, int count)
    {
        for (var i = 0; i < count; i++)
        {
            time = Next(time);
            yield return time;
        }
    }

    /// <summary>Whether its occurrences lie far enough apart for the host to keep their state: a minute or more.</summary>
    internal bool IsMonitored(DateTimeOffset now)
    {
        var first = Next(now);
        return Next(first) - first >= LeastMonitored;
    }
}
