namespace Tsps.Local.Replay;

/// <summary>
/// A clock whose time of day stands still until it is set forward. Timers and timestamps stay on real time, so that timeouts of input and
/// output keep their meaning.
/// </summary>
public sealed class ReplayClock(DateTimeOffset start) : TimeProvider
{
    private long _utcTicks = start.UtcTicks;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _utcTicks), TimeSpan.Zero);

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> lies before the clock's time.</exception>
    public void AdvanceTo(DateTimeOffset time)
    {
        if (time.UtcTicks < Interlocked.Read(ref _utcTicks))
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, $"The replay stands at {GetUtcNow():u} and does not go back.");
        }

        Interlocked.Exchange(ref _utcTicks, time.UtcTicks);
    }
}
