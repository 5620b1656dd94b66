using FsCheck.Xunit;
using Tsps.Domain;
using Tsps.Markets.Simulation;
using Tsps.Testing;

namespace Tsps.Markets.Tests.Simulation;

[Trait(Categories.Name, Categories.Unit)]
public sealed class SimulatedCandlesTests
{
    private const int CandlesPerDay = 288;
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Property(MaxTest = 30)]
    public void The_same_seed_gives_the_same_candles(int seed) =>
        Assert.Equal(SimulatedCandles.Generate(seed, Start, 300), SimulatedCandles.Generate(seed, Start, 300));

    [Property(MaxTest = 30)]
    public void A_longer_run_begins_like_a_shorter_one(int seed, byte count) =>
        Assert.Equal(SimulatedCandles.Generate(seed, Start, count), SimulatedCandles.Generate(seed, Start, count + 50).Take(count));

    [Property(MaxTest = 30)]
    public void Another_seed_gives_other_candles(int seed) =>
        Assert.NotEqual(SimulatedCandles.Generate(seed, Start, 10), SimulatedCandles.Generate(unchecked(seed + 1), Start, 10));

    [Property(MaxTest = 30)]
    public void Every_candle_is_one_that_could_have_been_traded(int seed)
    {
        var series = SimulatedCandles.Generate(seed, Start, 2000);

        Assert.All(series, candle =>
        {
            Assert.True(candle.Low > 0);
            Assert.InRange(candle.Open, candle.Low, candle.High);
            Assert.InRange(candle.Close, candle.Low, candle.High);
            Assert.True(candle.Volume >= 0 && double.IsFinite(candle.Volume));
        });
    }

    [Property]
    public void Candles_follow_each_other_without_a_gap_from_a_whole_five_minutes(int offsetSeconds)
    {
        var from = Start.AddSeconds(offsetSeconds);

        var series = SimulatedCandles.Generate(1, from, 10);

        Assert.InRange((from - DateTimeOffset.FromUnixTimeMilliseconds(series[0].OpenTimeMs)).TotalSeconds, 0, 299.999);
        Assert.All(series.Index(), candle => Assert.Equal(series[0].OpenTimeMs + (300_000L * candle.Index), candle.Item.OpenTimeMs));
        Assert.Equal(0, series[0].OpenTimeMs % 300_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Returns_are_fat_tailed_and_of_the_size_that_five_minutes_of_bitcoin_have(int seed)
    {
        var returns = Returns(SimulatedCandles.Generate(seed, Start, 90 * CandlesPerDay));

        var variance = returns.Average(value => value * value);
        var kurtosis = returns.Average(value => Math.Pow(value, 4)) / (variance * variance);

        Assert.InRange(Math.Sqrt(variance), 0.0005, 0.003);
        Assert.True(kurtosis > 5, $"A normal distribution's kurtosis is 3, this one's {kurtosis}.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Volatility_clusters_while_returns_do_not_follow_each_other(int seed)
    {
        var returns = Returns(SimulatedCandles.Generate(seed, Start, 90 * CandlesPerDay));
        var sizes = returns.Select(Math.Abs).ToArray();

        Assert.True(Correlation(sizes[..^1], sizes[1..]) > 0.15);
        Assert.True(Correlation(sizes[..^72], sizes[72..]) > 0.05);
        Assert.InRange(Correlation(returns[..^1], returns[1..]), -0.1, 0.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Volume_comes_with_volatility(int seed)
    {
        var series = SimulatedCandles.Generate(seed, Start, 30 * CandlesPerDay);

        var ranges = series.Select(candle => Math.Log(candle.High / candle.Low)).ToArray();
        var volumes = series.Select(candle => candle.Volume).ToArray();

        Assert.True(Correlation(ranges, volumes) > 0.4);
    }

    [Fact]
    public void Afternoons_are_livelier_than_nights_and_weekends_quieter_than_weekdays()
    {
        var series = SimulatedCandles.Generate(4, Start, 360 * CandlesPerDay);
        var sizes = series.ToLookup(
            candle => DateTimeOffset.FromUnixTimeMilliseconds(candle.OpenTimeMs),
            candle => Math.Abs(Math.Log(candle.Close / candle.Open)));

        double Mean(Func<DateTimeOffset, bool> when) => sizes.Where(group => when(group.Key)).SelectMany(group => group).Average();

        Assert.True(Mean(time => time.Hour is >= 13 and < 17) > 1.3 * Mean(time => time.Hour is >= 1 and < 5));
        Assert.True(Mean(time => time.DayOfWeek is DayOfWeek.Sunday) < 0.9 * Mean(time => time.DayOfWeek is DayOfWeek.Wednesday));
    }

    [Fact]
    public void Refuses_a_count_that_cannot_be()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedCandles.Generate(1, Start, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedCandles.Generate(1, DateTimeOffset.MaxValue.AddHours(-1), 13));
        Assert.Empty(SimulatedCandles.Generate(1, Start, 0));
    }

    private static double[] Returns(CandleSeries series) => [.. series.Zip(series.Skip(1), (first, second) => Math.Log(second.Close / first.Close))];

    private static double Correlation(double[] left, double[] right)
    {
        var (meanLeft, meanRight) = (left.Average(), right.Average());
        var (covariance, varianceLeft, varianceRight) = (0.0, 0.0, 0.0);
        foreach (var (x, y) in left.Zip(right))
        {
            covariance += (x - meanLeft) * (y - meanRight);
            varianceLeft += (x - meanLeft) * (x - meanLeft);
            varianceRight += (y - meanRight) * (y - meanRight);
        }

        return covariance / Math.Sqrt(varianceLeft * varianceRight);
    }
}
