using Tsps.Domain;

namespace Tsps.Markets.Simulation;

/// <summary>
/// Made-up 5-minute candles that move as BTC's do, for a demo without data. The numbers below were chosen by looking at real
/// 5-minute candles: deviation about 0.12 % a candle, volatility that clusters for days, hours and minutes, fat tails, a busy
/// afternoon (UTC), quiet weekends, and volume that comes with volatility.
/// </summary>
public static class SimulatedCandles
{
    private const double StartPrice = 30_000;

    // Half-lives in candles (5 days, 4 hours, 15 minutes) and deviations of the log volatility's three parts.
    private const double SlowHalfLife = 1440;
    private const double SlowDeviation = 0.45;
    private const double MediumHalfLife = 48;
    private const double MediumDeviation = 0.35;
    private const double FastHalfLife = 3;
    private const double FastDeviation = 0.25;

    private const double MedianVolatility = 0.0008;

    // Between one candle's close and the next one's open, as a part of the candle's volatility.
    private const double GapShare = 0.05;

    private const double MedianVolume = 120;
    private const double VolumePerVolatility = 1.2;
    private const double VolumeHalfLife = 72;
    private const double VolumeDeviation = 0.5;
    private const double VolumeNoise = 0.3;

    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Makes <paramref name="count"/> candles; the same seed, start and count give the same candles.</summary>
    /// <param name="from">When the first candle opens, rounded down to a whole 5 minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the last candle would close after the year 9999.</exception>
    public static CandleSeries Generate(int seed, DateTimeOffset from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (DateTimeOffset.MaxValue - from) / Interval);
        var firstOpen = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % Interval.Ticks), TimeSpan.Zero);
        return new CandleSeries(Interval, Candles(new GaussianSource(seed), firstOpen, count));
    }

    private static IEnumerable<Candle> Candles(GaussianSource random, DateTimeOffset firstOpen, int count)
    {
        var slow = new MeanReversion(random, SlowHalfLife, SlowDeviation);
        var medium = new MeanReversion(random, MediumHalfLife, MediumDeviation);
        var fast = new MeanReversion(random, FastHalfLife, FastDeviation);
        var busyness = new MeanReversion(random, VolumeHalfLife, VolumeDeviation);
        var logPrice = Math.Log(StartPrice);
        for (var i = 0; i < count; i++)
        {
            var opensAt = firstOpen + (i * Interval);
            var logVolatility = Math.Log(MedianVolatility * Season(opensAt)) + slow.Next() + medium.Next() + fast.Next();
            var deviation = Math.Exp(logVolatility) * random.NextStudentScale();

            var open = logPrice + (GapShare * deviation * random.Next());
            var close = open + (deviation * random.Next());
            var (high, low) = random.NextBridgeExtremes(open, close, deviation);
            logPrice = close;

            var logVolume = Math.Log(MedianVolume)
                + (VolumePerVolatility * Math.Log(deviation / MedianVolatility))
                + busyness.Next()
                + (VolumeNoise * random.Next());
            yield return new Candle(opensAt.ToUnixTimeMilliseconds(), Price(open), Price(high), Price(low), Price(close), Math.Round(Math.Exp(logVolume), 5));
        }
    }

    /// <summary>How lively trading is at this time of day and week, about 1.</summary>
    private static double Season(DateTimeOffset time)
    {
        const double BusiestHour = 15;
        var phase = 2 * Math.PI * (time.TimeOfDay.TotalHours - BusiestHour) / 24;
        var day = 1 + (0.3 * Math.Cos(phase)) + (0.1 * Math.Cos(2 * phase));
        return time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.75 * day : day;
    }

    private static double Price(double logPrice) => Math.Max(0.01, Math.Round(Math.Exp(logPrice), 2));
}
