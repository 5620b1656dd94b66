namespace Tsps.Domain;

/// <summary>One finished interval of trading. Times are Unix milliseconds UTC, prices USD, volume BTC.</summary>
public readonly record struct Candle(long OpenTimeMs, double Open, double High, double Low, double Close, double Volume)
{
    /// <summary>The instant at which a candle of this interval closes: its open time plus the interval.</summary>
    public long CloseTimeMs(TimeSpan interval) => OpenTimeMs + (interval.Ticks / TimeSpan.TicksPerMillisecond);
}
