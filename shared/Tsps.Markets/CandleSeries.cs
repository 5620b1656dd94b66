using System.Collections;
using Tsps.Domain;

namespace Tsps.Markets;

/// <summary>An immutable list of candles of one interval, oldest first. A gap is kept: the missing candles are simply absent.</summary>
public sealed class CandleSeries : IReadOnlyList<Candle>
{
    private readonly ReadOnlyMemory<Candle> _candles;

    /// <exception cref="ArgumentException">
    /// The interval is not positive or no whole number of milliseconds, or a candle opens before the one ahead of it has closed.
    /// </exception>
    public CandleSeries(TimeSpan interval, IEnumerable<Candle> candles)
    {
        if (interval <= TimeSpan.Zero || interval.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            throw new ArgumentException($"An interval of candles is a positive number of whole milliseconds, not {interval}.", nameof(interval));
        }

        var array = candles.ToArray();
        for (var i = 1; i < array.Length; i++)
        {
            if (array[i].OpenTimeMs < array[i - 1].CloseTimeMs(interval))
            {
                throw new ArgumentException(
                    $"Candle {i} opens at {array[i].OpenTimeMs}, before candle {i - 1} of {interval} has closed at {array[i - 1].CloseTimeMs(interval)}.",
                    nameof(candles));
            }
        }

        Interval = interval;
        _candles = array;
    }

    private CandleSeries(TimeSpan interval, ReadOnlyMemory<Candle> candles)
    {
        Interval = interval;
        _candles = candles;
    }

    public TimeSpan Interval { get; }

    public int Count => _candles.Length;

    public Candle this[int index] => _candles.Span[index];

    /// <summary>The candles whose close time lies in (<paramref name="after"/>, <paramref name="upTo"/>]; a view, nothing is copied.</summary>
    public CandleSeries Between(DateTimeOffset after, DateTimeOffset upTo)
    {
        var start = CountClosedBy(after);
        var end = CountClosedBy(upTo);
        return new CandleSeries(Interval, end > start ? _candles[start..end] : default);
    }

    public IEnumerator<Candle> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int CountClosedBy(DateTimeOffset instant)
    {
        var instantMs = instant.ToUnixTimeMilliseconds();
        var candles = _candles.Span;
        var (low, high) = (0, candles.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = candles[middle].CloseTimeMs(Interval) <= instantMs ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
