using Tsps.Domain;

namespace Tsps.Markets;

/// <summary>Recorded or simulated candles played back: what has not closed at the clock's now does not exist yet.</summary>
/// <param name="name">What logs and stored truths call it, such as <c>simulated</c>.</param>
public sealed class ReplayCandleSource(CandleSeries series, string name, TimeProvider clock) : ICandleHistory
{
    public string Name => name;

    /// <exception cref="CandleSourceException">The stream's interval is not that of the candles.</exception>
    public ValueTask<IReadOnlyList<Candle>> ReadAsync(
        StreamDefinition stream,
        DateTimeOffset after,
        DateTimeOffset upTo,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (stream.Interval != series.Interval)
        {
            throw new CandleSourceException($"{name} holds candles of {series.Interval}, but the stream {stream.Id} wants {stream.Interval}.");
        }

        var now = clock.GetUtcNow();
        return new ValueTask<IReadOnlyList<Candle>>(series.Between(after, upTo < now ? upTo : now));
    }

    public ValueTask<(DateTimeOffset First, DateTimeOffset Last)> ReadRangeAsync(CancellationToken cancellationToken) => new((
        DateTimeOffset.FromUnixTimeMilliseconds(series[0].CloseTimeMs(series.Interval)),
        DateTimeOffset.FromUnixTimeMilliseconds(series[^1].CloseTimeMs(series.Interval))));
}
