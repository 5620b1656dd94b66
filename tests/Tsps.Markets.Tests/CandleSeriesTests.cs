using FsCheck.Xunit;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Markets.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class CandleSeriesTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Property]
    public void Between_gives_what_closes_after_the_first_instant_and_up_to_the_second(byte[] gaps, int afterMs, int upToMs)
    {
        var series = WithGaps(gaps);
        var (after, upTo) = (At(afterMs % 10_000_000), At(upToMs % 10_000_000));

        var expected = series.Where(candle => Closes(candle) > after && Closes(candle) <= upTo);

        Assert.Equal(expected, series.Between(after, upTo));
    }

    [Property]
    public void A_view_of_a_view_is_the_view_of_the_overlap(byte[] gaps, int afterMs, int upToMs)
    {
        var series = WithGaps(gaps);
        var (after, upTo) = (At(afterMs % 10_000_000), At(upToMs % 10_000_000));

        Assert.Equal(series.Between(after, upTo), series.Between(after, DateTimeOffset.MaxValue).Between(DateTimeOffset.MinValue, upTo));
    }

    [Fact]
    public void A_part_of_a_millisecond_counts()
    {
        var series = WithGaps([0]);
        var close = At(300_000);

        Assert.Single(series.Between(close.AddTicks(-1), close));
        Assert.Empty(series.Between(DateTimeOffset.UnixEpoch, close.AddTicks(-1)));
        Assert.Empty(series.Between(close, close.AddTicks(1)));
    }

    [Fact]
    public void Refuses_candles_that_do_not_ascend_or_overlap()
    {
        Assert.Throws<ArgumentException>(() => new CandleSeries(Interval, [Opening(300_000), Opening(0)]));
        Assert.Throws<ArgumentException>(() => new CandleSeries(Interval, [Opening(0), Opening(0)]));
        Assert.Throws<ArgumentException>(() => new CandleSeries(Interval, [Opening(0), Opening(299_999)]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    public void Refuses_an_interval_that_is_no_positive_number_of_milliseconds(long ticks) =>
        Assert.Throws<ArgumentException>(() => new CandleSeries(TimeSpan.FromTicks(ticks), []));

    private static CandleSeries WithGaps(byte[] gaps)
    {
        var open = 0L;
        var candles = new List<Candle>();
        foreach (var gap in gaps)
        {
            candles.Add(Opening(open));
            open += 300_000 * (1 + (gap % 3));
        }

        return new CandleSeries(Interval, candles);
    }

    private static Candle Opening(long openTimeMs) => new(openTimeMs, 1, 1, 1, 1, 1);

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static DateTimeOffset Closes(Candle candle) => At(candle.CloseTimeMs(Interval));
}
