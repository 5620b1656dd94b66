using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Tsps.Domain;

namespace Tsps.Markets.Binance;

/// <summary>Downloads candles from Binance's public klines (market specification, sections 2 and 4), a page of 1000 at a time.</summary>
public sealed partial class BinanceKlines
{
    private const int PageSize = 1000;

    // A page of 1000 rows takes about 200 kB.
    private const int LargestPageBytes = 4 << 20;

    private readonly HttpClient _http;
    private readonly BinanceKlinesOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<BinanceKlines> _logger;
    private readonly ResiliencePipeline _retries;

    public BinanceKlines(HttpClient http, BinanceKlinesOptions options, TimeProvider clock, ILogger<BinanceKlines> logger)
    {
        _http = http;
        _options = options;
        _clock = clock;
        _logger = logger;
        _retries = CreateRetries();
    }

    /// <summary>
    /// The candles of a symbol whose close time lies in (<paramref name="after"/>, <paramref name="upTo"/>] and is not later than now,
    /// oldest first. What Binance has no candle for is absent; rows out of order are sorted, and of two rows of one time the later counts.
    /// </summary>
    /// <param name="symbol">As Binance spells it, such as <c>BTCUSDT</c>.</param>
    /// <exception cref="ArgumentException">Binance has no candles of this interval.</exception>
    /// <exception cref="CandleSourceException">Binance was out of reach, too slow, refused, or answered what is no list of candles.</exception>
    public async Task<CandleSeries> DownloadAsync(
        string symbol,
        TimeSpan interval,
        DateTimeOffset after,
        DateTimeOffset upTo,
        CancellationToken cancellationToken)
    {
        var request = KlinesRequest.Create(_options.Endpoint, symbol, interval);
        var now = _clock.GetUtcNow();
        using var timeout = new CancellationTokenSource(_options.Timeout, _clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await DownloadPagesAsync(request, after, upTo < now ? upTo : now, patience.Token);
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CandleSourceException(
                timeout.IsCancellationRequested
                    ? $"The candles could not be had from {_options.Endpoint} within {_options.Timeout.TotalSeconds} seconds."
                    : $"{_options.Endpoint} did not answer within {_options.FirstAnswerTimeout.TotalSeconds} seconds.",
                slow);
        }
        catch (Exception failed) when (failed is HttpRequestException or JsonException or IOException)
        {
            throw new CandleSourceException($"No candles from {_options.Endpoint}: {failed.Message}", failed);
        }
    }

    private async Task<CandleSeries> DownloadPagesAsync(KlinesRequest request, DateTimeOffset after, DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        var candles = new List<Candle>();
        var (nextOpenMs, lastOpenMs) = request.OpenTimes(after, upTo);
        while (nextOpenMs <= lastOpenMs)
        {
            var isFirst = candles.Count == 0;
            var rows = await AskWithRetriesAsync(request.Page(nextOpenMs, lastOpenMs, PageSize), isFirst, cancellationToken);
            var page = rows
                .Where(row => row.OpenTimeMs >= nextOpenMs && row.OpenTimeMs <= lastOpenMs)
                .GroupBy(row => row.OpenTimeMs, (_, doubled) => doubled.Last())
                .OrderBy(row => row.OpenTimeMs)
                .ToList();
            candles.AddRange(page);
            if (rows.Count < PageSize || page.Count == 0)
            {
                break;
            }

            nextOpenMs = page[^1].OpenTimeMs + request.IntervalMs;
        }

        try
        {
            return new CandleSeries(request.Interval, candles);
        }
        catch (ArgumentException overlapping)
        {
            throw new CandleSourceException($"{_options.Endpoint} answered candles that overlap. {overlapping.Reason()}", overlapping);
        }
    }

    private async Task<List<Candle>> AskWithRetriesAsync(Uri page, bool isFirst, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(isFirst ? _options.FirstAnswerTimeout : Timeout.InfiniteTimeSpan, _clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        return await _retries.ExecuteAsync(async token => await AskAsync(page, token), patience.Token);
    }

    private async Task<List<Candle>> AskAsync(Uri page, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(page, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await response.Content.LoadIntoBufferAsync(LargestPageBytes, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var said = KlinesRows.Printable(await response.Content.ReadAsStringAsync(cancellationToken));
            throw new HttpRequestException($"it answered {(int)response.StatusCode} {response.StatusCode} {said}".TrimEnd(), null, response.StatusCode);
        }

        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var answer = await JsonDocument.ParseAsync(content, cancellationToken: cancellationToken);
        return KlinesRows.Read(answer.RootElement);
    }

    private ResiliencePipeline CreateRetries()
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = _clock };
        if (_options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = _options.Retries,
                Delay = _options.RetryPause,
                BackoffType = DelayBackoffType.Exponential,
                ShouldHandle = arguments => new ValueTask<bool>(MayPass(arguments.Outcome.Exception)),
                OnRetry = arguments =>
                {
                    LogRetry(_options.Endpoint, arguments.Outcome.Exception?.Message, arguments.AttemptNumber + 1, _options.Retries);
                    return default;
                },
            });
        }

        return builder.Build();
    }

    /// <summary>A refusal (barred region or address, unknown symbol) does not pass by asking again; asking on after 418 makes a ban longer.</summary>
    private static bool MayPass(Exception? failure) => failure switch
    {
        HttpRequestException { StatusCode: { } status } => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500,
        HttpRequestException or JsonException or IOException => true,
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "No candles from {Endpoint}: {Reason}. Retry {Attempt} of {Retries} follows.")]
    private partial void LogRetry(Uri endpoint, string? reason, int attempt, int retries);
}
