using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using Tsps.Domain;
using Tsps.Markets.Simulation;
using Tsps.Testing;

namespace Tsps.Markets.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class ReplayCandleSourceTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CandleSeries Series = SimulatedCandles.Generate(seed: 3, Start, count: 100);

    [Property]
    public async Task Never_shows_a_candle_that_has_not_closed(int nowSeconds, int upToSeconds)
    {
        var now = Start.AddSeconds(nowSeconds % 40_000);
        var source = new ReplayCandleSource(Series, "replayed", new FakeTimeProvider(now));

        var candles = await source.ReadAsync(StreamDefinition.BtcUsd5m, DateTimeOffset.MinValue, Start.AddSeconds(upToSeconds), TestContext.Current.CancellationToken);

        Assert.All(candles, candle => Assert.True(candle.CloseTimeMs(Series.Interval) <= now.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task Shows_more_as_the_clock_goes_on()
    {
        var clock = new FakeTimeProvider(Start.AddSeconds(299));
        var source = new ReplayCandleSource(Series, "replayed", clock);

        Assert.Empty(await ReadAllAsync(source, StreamDefinition.BtcUsd5m));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([Series[0]], await ReadAllAsync(source, StreamDefinition.BtcUsd5m));
        clock.Advance(TimeSpan.FromDays(9));
        Assert.Equal(Series, await ReadAllAsync(source, StreamDefinition.BtcUsd5m));
    }

    [Fact]
    public async Task Refuses_a_stream_of_another_interval()
    {
        var source = new ReplayCandleSource(Series, "replayed", new FakeTimeProvider(Start));

        var error = await Assert.ThrowsAsync<CandleSourceException>(() =>
            ReadAllAsync(source, StreamDefinition.BtcUsd5m with { Interval = TimeSpan.FromHours(1) }).AsTask());

        Assert.Contains("replayed holds candles of 00:05:00", error.Message, StringComparison.Ordinal);
    }

    private static ValueTask<IReadOnlyList<Candle>> ReadAllAsync(ReplayCandleSource source, StreamDefinition stream) =>
        source.ReadAsync(stream, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);
}
