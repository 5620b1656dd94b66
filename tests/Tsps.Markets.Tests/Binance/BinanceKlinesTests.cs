using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tsps.Domain;
using Tsps.Markets.Binance;
using Tsps.Markets.Simulation;
using Tsps.Testing;

namespace Tsps.Markets.Tests.Binance;

[Trait(Categories.Name, Categories.Unit)]
public sealed class BinanceKlinesTests
{
    private const string Symbol = "BTCUSDT";
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CandleSeries Traded = SimulatedCandles.Generate(seed: 5, Start, count: 2500);
    private static readonly string FirstRow = LoopbackExchange.Row(Traded[0]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(999, 1)]
    [InlineData(1000, 1)]
    [InlineData(1001, 2)]
    [InlineData(2500, 3)]
    public async Task Downloads_page_by_page(int count, int pages)
    {
        await using var exchange = await LoopbackExchange.ServeAsync(Traded);
        var upTo = Start + (count * Interval);

        var candles = await exchange.Client(Clock(upTo.AddDays(1))).DownloadAsync(Symbol, Interval, Start, upTo, Cancellation);

        Assert.Equal(Traded.Take(count), candles);
        Assert.Equal(pages, exchange.Asked.Count);
        Assert.All(exchange.Asked, asked => Assert.StartsWith("/api/v3/klines?symbol=BTCUSDT&interval=5m&startTime=", asked, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(299_999)]
    [InlineData(300_000)]
    public async Task Gives_no_candle_that_has_not_closed_by_now(int pastCloseMs)
    {
        await using var exchange = await LoopbackExchange.ServeAsync(Traded);
        var now = Start + (10 * Interval) + TimeSpan.FromMilliseconds(pastCloseMs);

        var candles = await exchange.Client(Clock(now)).DownloadAsync(Symbol, Interval, Start, DateTimeOffset.MaxValue, Cancellation);

        Assert.Equal(Traded.Take(10 + (pastCloseMs / 300_000)), candles);
    }

    [Fact]
    public async Task Passes_over_rows_that_were_not_asked_for()
    {
        var rows = Traded.Take(6).Select(LoopbackExchange.Row);
        await using var exchange = await LoopbackExchange.ServeAsync((200, $"[{string.Join(',', rows)}]"));

        var candles = await exchange.Client(Clock(Start.AddDays(1))).DownloadAsync(Symbol, Interval, Start + (2 * Interval), Start + (4 * Interval), Cancellation);

        Assert.Equal(Traded.Skip(2).Take(2), candles);
    }

    [Fact]
    public async Task Asks_nothing_when_nothing_can_have_closed()
    {
        await using var exchange = await LoopbackExchange.ServeAsync(Traded);

        Assert.Empty(await exchange.Client(Clock(Start)).DownloadAsync(Symbol, Interval, Start, Start.AddDays(1), Cancellation));
        Assert.Empty(exchange.Asked);
    }

    [Fact]
    public async Task Keeps_gaps_sorts_rows_and_lets_the_later_of_two_count()
    {
        var later = Traded[1] with { Volume = 1 };
        var rows = new[] { Traded[3], Traded[1], Traded[0], later }.Select(LoopbackExchange.Row);
        await using var exchange = await LoopbackExchange.ServeAsync((200, $"[{string.Join(',', rows)}]"));

        Assert.Equal([Traded[0], later, Traded[3]], await DownloadAsync(exchange));
    }

    [Fact]
    public async Task Ends_when_the_exchange_serves_the_same_page_for_ever()
    {
        var rows = Traded.Take(1000).Select(LoopbackExchange.Row);
        await using var exchange = await LoopbackExchange.ServeAsync((200, $"[{string.Join(',', rows)}]"));

        var candles = await exchange.Client(Clock(Start.AddDays(9))).DownloadAsync(Symbol, Interval, Start, Start.AddDays(9), Cancellation);

        Assert.Equal(Traded.Take(1000), candles);
        Assert.Equal(2, exchange.Asked.Count);
    }

    [Theory]
    [InlineData("[[1704067200000, 100.5, 101, 1e2, \" 100.25 \", \"0\"]]")]
    [InlineData("[[1704067200000, \"100.50\", \"101\", \"100.00000000\", \"100.25\", 0, null, \"rubbish\"]]")]
    public async Task Takes_numbers_as_texts_or_numbers_and_looks_at_no_further_column(string answer)
    {
        await using var exchange = await LoopbackExchange.ServeAsync((200, answer));

        Assert.Equal([new Candle(1704067200000, 100.5, 101, 100, 100.25, 0)], await DownloadAsync(exchange));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(429, "{\"code\":-1003,\"msg\":\"Too much request weight used\"}")]
    [InlineData(500, "")]
    [InlineData(503, "<html>Bad Gateway</html>")]
    [InlineData(200, "<html>checking your browser</html>")]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, "{\"code\":0,\"msg\":\"maintenance\"}")]
    public async Task Asks_again_after_a_failure_that_may_pass(int status, string body)
    {
        await using var exchange = await LoopbackExchange.ServeAsync((status, body), (status, body), (status, body), (200, $"[{FirstRow}]"));

        Assert.Equal([Traded[0]], await DownloadAsync(exchange));
        Assert.Single(exchange.Asked.Distinct());
        Assert.Equal(4, exchange.Asked.Count);
    }

    [Fact]
    public async Task Gives_up_after_its_retries_and_says_what_was_answered()
    {
        await using var exchange = await LoopbackExchange.ServeAsync((503, "down for\r\nmaintenance"));

        var error = await Assert.ThrowsAsync<CandleSourceException>(() => DownloadAsync(exchange));

        Assert.Contains("it answered 503 ServiceUnavailable down for  maintenance", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, exchange.Asked.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(418)]
    [InlineData(451)]
    [InlineData(201)]
    public async Task Does_not_ask_again_after_a_refusal(int status)
    {
        await using var exchange = await LoopbackExchange.ServeAsync((status, "[]"));

        var error = await Assert.ThrowsAsync<CandleSourceException>(() => DownloadAsync(exchange));

        Assert.Contains($"it answered {status}", error.Message, StringComparison.Ordinal);
        Assert.Single(exchange.Asked);
    }

    [Theory]
    [InlineData("[null]", "Row 0 of Binance's answer is no list of at least 6 columns but null")]
    [InlineData("[[1704067200000,\"1\",\"1\",\"1\",\"1\"]]", "no list of at least 6 columns")]
    [InlineData("[[\"1704067200000\",\"1\",\"1\",\"1\",\"1\",\"1\"]]", "column open time: \"1704067200000\" is no time")]
    [InlineData("[[17040672000000000,\"1\",\"1\",\"1\",\"1\",\"1\"]]", "column open time: 17040672000000000 is no time")]
    [InlineData("[[1704067200000,\"1\",\"1\",\"1\",\"NaN\",\"1\"]]", "column close: \"NaN\" is not finite")]
    [InlineData("[[1704067200000,\"1\",\"1\",\"1\",null,\"1\"]]", "column close: null is empty")]
    [InlineData("[[1704067200000,\"1\",\"1\",\"1\",\"\",\"1\"]]", "column close: \"\" is empty")]
    [InlineData("[[1704067200000,\"1\",\"1\",\"1,5\",\"1\",\"1\"]]", "column low: \"1,5\" is no number")]
    [InlineData("[[1704067200000,\"1\",\"1\",\"-1\",\"1\",\"1\"]]", "column low: \"-1\" is not above 0")]
    [InlineData("[[1704067200000,\"1\",\"1\",\"2\",\"1\",\"1\"]]", "column high: \"1\" is below the low")]
    [InlineData("[[1704067200000,\"1\",\"1\",\"1\",\"1\",\"-1\"]]", "column volume: \"-1\" is negative")]
    [InlineData("[[1704067200000,1,1,1,1,1],[1704067200001,1,1,1,1,1]]", "candles that overlap")]
    public async Task Names_what_is_wrong_with_a_row(string answer, string reason)
    {
        await using var exchange = await LoopbackExchange.ServeAsync((200, answer));

        var error = await Assert.ThrowsAsync<CandleSourceException>(() => DownloadAsync(exchange));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Single(exchange.Asked);
    }

    [Theory]
    [InlineData(3, 60, "did not answer within 3 seconds")]
    [InlineData(60, 3, "could not be had from")]
    public async Task Waits_no_longer_than_it_was_told(int firstAnswerSeconds, int allSeconds, string reason)
    {
        var clock = Clock(Start.AddDays(1));
        await using var exchange = await LoopbackExchange.StartAsync((context, _) =>
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var options = new BinanceKlinesOptions { FirstAnswerTimeout = TimeSpan.FromSeconds(firstAnswerSeconds), Timeout = TimeSpan.FromSeconds(allSeconds) };

        var error = await Assert.ThrowsAsync<CandleSourceException>(() =>
            exchange.Client(clock, options).DownloadAsync(Symbol, Interval, Start, Start.AddDays(1), Cancellation));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_no_failure_of_the_source()
    {
        using var cancelled = new CancellationTokenSource();
        await using var exchange = await LoopbackExchange.StartAsync(async (context, _) =>
        {
            await cancelled.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            exchange.Client(Clock(Start.AddDays(1))).DownloadAsync(Symbol, Interval, Start, Start.AddDays(1), cancelled.Token));
    }

    [Fact]
    public async Task Says_that_nobody_listens_at_the_endpoint()
    {
        using var http = new HttpClient();
        var options = new BinanceKlinesOptions { Endpoint = new Uri("http://127.0.0.1:1"), Retries = 0 };
        var klines = new BinanceKlines(http, options, TimeProvider.System, NullLogger<BinanceKlines>.Instance);

        var error = await Assert.ThrowsAsync<CandleSourceException>(() => klines.DownloadAsync(Symbol, Interval, Start, Start.AddDays(1), Cancellation));

        Assert.Contains("No candles from http://127.0.0.1:1/", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_an_interval_that_binance_does_not_have()
    {
        await using var exchange = await LoopbackExchange.ServeAsync(Traded);

        await Assert.ThrowsAsync<ArgumentException>(() =>
            exchange.Client(Clock(Start)).DownloadAsync(Symbol, TimeSpan.FromMinutes(7), Start, Start.AddDays(1), Cancellation));
    }

    [Fact]
    public async Task Is_a_source_of_the_streams_candles()
    {
        await using var exchange = await LoopbackExchange.ServeAsync(Traded);
        var source = new BinanceCandleSource(exchange.Client(Clock(Start.AddDays(1))));

        var candles = await source.ReadAsync(StreamDefinition.BtcUsd5m, Start, Start.AddHours(1), Cancellation);

        Assert.Equal("binance", source.Name);
        Assert.Equal(Traded.Take(12), candles);
        await Assert.ThrowsAsync<CandleSourceException>(() =>
            source.ReadAsync(StreamDefinition.BtcUsd5m with { WireId = "ETHUSD-5m" }, Start, Start.AddHours(1), Cancellation).AsTask());
    }

    private static FakeTimeProvider Clock(DateTimeOffset now) => new(now);

    private static Task<CandleSeries> DownloadAsync(LoopbackExchange exchange) =>
        exchange.Client(Clock(Start.AddDays(1))).DownloadAsync(Symbol, Interval, Start, Start.AddDays(1), Cancellation);
}
