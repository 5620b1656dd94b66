using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Scoring.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class TruthAlignmentTests
{
    private const long Grid = 1_709_251_200_000;

    private static readonly StreamDefinition Stream = StreamDefinition.BtcUsd5m;

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 2, 0)]
    [InlineData(299_999, 2, 0)]
    [InlineData(300_000, 2, 1)]
    public void The_generations_take_truths_up_to_two_steps_apart(long offset, int v4Steps, int v6Steps)
    {
        Assert.Equal(Grid + (v4Steps * Stream.IntervalMs), TruthWindow.Of(ScoringProfile.V4, Stream, Grid + offset).FirstCloseMs);
        Assert.Equal(Grid + (v6Steps * Stream.IntervalMs), TruthWindow.Of(ScoringProfile.V6, Stream, Grid + offset).FirstCloseMs);
    }

    [Fact]
    public void A_window_holds_as_many_closes_as_an_answer()
    {
        var window = TruthWindow.Of(ScoringProfile.V4, Stream, Grid);
        Assert.Equal(Stream.PredictionSize, ((window.LastCloseMs - window.FirstCloseMs) / window.IntervalMs) + 1);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0)]
    public void A_candle_without_a_price_is_missing(double close)
    {
        var candles = Candles(102);
        candles[40] = candles[40] with { Close = close };
        var truth = TruthAlignment.Align(ScoringProfile.V4, Stream, Grid, candles);
        Assert.False(truth.IsComplete);
        Assert.Equal([candles[40].CloseTimeMs(Stream.Interval)], truth.MissingCloseTimesMs);
    }

    [Fact]
    public void Without_candles_all_is_missing()
    {
        var truth = TruthAlignment.Align(ScoringProfile.V6, Stream, Grid, []);
        Assert.Equal(Stream.PredictionSize, truth.MissingCloseTimesMs.Count);
    }

    [Fact]
    public void Candles_out_of_order_are_refused()
    {
        var candles = Candles(102);
        (candles[4], candles[5]) = (candles[5], candles[4]);
        Assert.Throws<ArgumentException>(() => TruthAlignment.Align(ScoringProfile.V4, Stream, Grid, candles));
    }

    private static Candle[] Candles(int count) =>
        [.. Enumerable.Range(0, count).Select(k => new Candle(Grid + (k * Stream.IntervalMs), 1, 1, 1, 60_000 + k, 0))];
}
