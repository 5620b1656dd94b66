namespace Tsps.Markets.Binance;

/// <summary>What Binance is asked for, page by page.</summary>
internal sealed record KlinesRequest
{
    private static readonly (TimeSpan Interval, string Name)[] Intervals =
    [
        (TimeSpan.FromMinutes(1), "1m"),
        (TimeSpan.FromMinutes(3), "3m"),
        (TimeSpan.FromMinutes(5), "5m"),
        (TimeSpan.FromMinutes(15), "15m"),
        (TimeSpan.FromMinutes(30), "30m"),
        (TimeSpan.FromHours(1), "1h"),
        (TimeSpan.FromHours(2), "2h"),
        (TimeSpan.FromHours(4), "4h"),
        (TimeSpan.FromHours(6), "6h"),
        (TimeSpan.FromHours(8), "8h"),
        (TimeSpan.FromHours(12), "12h"),
        (TimeSpan.FromDays(1), "1d"),
        (TimeSpan.FromDays(3), "3d"),
        (TimeSpan.FromDays(7), "1w"),
    ];

    private readonly string _query;

    private KlinesRequest(string query, TimeSpan interval)
    {
        _query = query;
        Interval = interval;
    }

    public TimeSpan Interval { get; }

    public long IntervalMs => Interval.Ticks / TimeSpan.TicksPerMillisecond;

    /// <exception cref="ArgumentException">Binance has no candles of this interval.</exception>
    public static KlinesRequest Create(Uri endpoint, string symbol, TimeSpan interval)
    {
        var name = Intervals.FirstOrDefault(known => known.Interval == interval).Name
            ?? throw new ArgumentException($"Binance has no candles of {interval}, only of {string.Join(", ", Intervals.Select(known => known.Name))}.", nameof(interval));
        return new KlinesRequest($"{endpoint.AbsoluteUri.TrimEnd('/')}/api/v3/klines?symbol={Uri.EscapeDataString(symbol)}&interval={name}", interval);
    }

    /// <summary>The open times, first and last, of candles that close in (<paramref name="after"/>, <paramref name="upTo"/>].</summary>
    public (long FirstMs, long LastMs) OpenTimes(DateTimeOffset after, DateTimeOffset upTo) => (
        Math.Max(0, after.ToUnixTimeMilliseconds() - IntervalMs + 1),
        upTo.ToUnixTimeMilliseconds() - IntervalMs);

    public Uri Page(long firstOpenMs, long lastOpenMs, int limit) => new($"{_query}&startTime={firstOpenMs}&endTime={lastOpenMs}&limit={limit}");
}
