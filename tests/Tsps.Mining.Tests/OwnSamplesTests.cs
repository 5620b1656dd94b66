using Microsoft.Extensions.Time.Testing;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Mining.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class OwnSamplesTests
{
    private readonly CountedCandles _candles = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 3, 1, 0, 0, 30, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_requests_between_two_candles_cost_one_read()
    {
        using var samples = new OwnSamples(_candles, _clock);
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => samples.ReadAsync(StreamDefinition.BtcUsd5m, Token).AsTask()));
        Assert.Equal(1, _candles.Reads);
        Assert.All(all, one => Assert.Equal(1000, one.Columns));

        _clock.Advance(TimeSpan.FromMinutes(5));
        var next = await samples.ReadAsync(StreamDefinition.BtcUsd5m, Token);
        Assert.Equal(2, _candles.Reads);
        Assert.Equal(300_000, next.Row(SampleRow.CloseTime)[^1] - all[0].Row(SampleRow.CloseTime)[^1]);
    }

    [Fact]
    public async Task Samples_that_lack_the_newest_candle_are_not_held()
    {
        _candles.Lag = TimeSpan.FromMinutes(1);
        using var samples = new OwnSamples(_candles, _clock);
        var late = await samples.ReadAsync(StreamDefinition.BtcUsd5m, Token);
        _candles.Lag = TimeSpan.Zero;
        var whole = await samples.ReadAsync(StreamDefinition.BtcUsd5m, Token);

        Assert.Equal(300_000, whole.Row(SampleRow.CloseTime)[^1] - late.Row(SampleRow.CloseTime)[^1]);
    }

    [Fact]
    public async Task A_failed_read_is_tried_again_by_the_next_request()
    {
        _candles.IsAway = true;
        using var samples = new OwnSamples(_candles, _clock);
        await Assert.ThrowsAsync<CandleSourceException>(() => samples.ReadAsync(StreamDefinition.BtcUsd5m, Token).AsTask());
        _candles.IsAway = false;
        Assert.Equal(1000, (await samples.ReadAsync(StreamDefinition.BtcUsd5m, Token)).Columns);
    }

    [Fact]
    public async Task Those_who_wait_while_a_read_fails_fail_with_it()
    {
        var gate = new TaskCompletionSource();
        _candles.Gate = gate.Task;
        _candles.IsAway = true;
        using var samples = new OwnSamples(_candles, _clock);
        var all = Enumerable.Range(0, 20).Select(_ => samples.ReadAsync(StreamDefinition.BtcUsd5m, Token).AsTask()).ToArray();
        gate.SetResult();

        foreach (var one in all)
        {
            await Assert.ThrowsAsync<CandleSourceException>(() => one);
        }

        Assert.Equal(1, _candles.Reads);
    }
}
