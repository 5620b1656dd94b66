namespace Tsps.Bittensor.Dendrite;

/// <summary>Nonces: Unix nanoseconds that grow strictly, however coarse the clock is or backwards it goes.</summary>
internal sealed class NonceClock(TimeProvider time)
{
    private long _last;

    public long Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}
