using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Local.Commands;
using Tsps.Markets;
using Tsps.Markets.Binance;
using Tsps.Markets.Simulation;

namespace Tsps.Local.Demo;

/// <summary>Finds candles to replay: a file, those kept from an earlier download, an exchange that answers at once, or simulated ones.</summary>
internal sealed class DemoCandleFinder(string artifacts, ILoggerFactory loggers)
{
    public const string FileVariable = "TSPS_CANDLES";
    private const string CacheName = "binance-btcusdt-5m";
    private const int Days = 45;

    private static readonly StreamDefinition Stream = StreamDefinition.BtcUsd5m;
    private static readonly TimeSpan FirstAnswerTimeout = TimeSpan.FromSeconds(3);

    /// <inheritdoc cref="FindAsync"/>
    /// <exception cref="CommandException">They can't be read.</exception>
    public async Task<FoundCandles> FindForCommandAsync(string? file, int seed, int hours, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(file, seed, hours, cancellationToken);
        }
        catch (Exception unusable) when (unusable is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The candles can't be read: {unusable.Message}", unusable);
        }
    }

    /// <param name="file">The file that <c>--candles</c> names; null for none.</param>
    /// <param name="seed">Seed of simulated candles.</param>
    /// <param name="hours">Length of the replay.</param>
    public async Task<FoundCandles> FindAsync(string? file, int seed, int hours, CancellationToken cancellationToken)
    {
        if ((file ?? Environment.GetEnvironmentVariable(FileVariable)) is { Length: > 0 } path)
        {
            return new FoundCandles("file", $"from {path}", await CandleFile.LoadAsync(path, Stream.Interval, cancellationToken));
        }

        return await FindCachedAsync(hours, cancellationToken) ?? await DownloadAsync(hours, cancellationToken) ?? Simulate(seed, hours);
    }

    private CandleCache Cache => new(Path.Combine(artifacts, "candles"), loggers.CreateLogger<CandleCache>());

    private static int Needed(int hours) => (int)((TimeSpan.FromDays(Math.Max(Days, 32)) + TimeSpan.FromHours(hours)) / Stream.Interval);

    private async Task<FoundCandles?> FindCachedAsync(int hours, CancellationToken cancellationToken) =>
        await Cache.ReadAsync(CacheName, Stream.Interval, cancellationToken) is { } kept && kept.Count >= Needed(hours)
            ? new FoundCandles("binance", "of Binance, kept from an earlier download", kept)
            : null;

    private async Task<FoundCandles?> DownloadAsync(int hours, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var klines = new BinanceKlines(http, new BinanceKlinesOptions { Retries = 0, FirstAnswerTimeout = FirstAnswerTimeout }, TimeProvider.System, loggers.CreateLogger<BinanceKlines>());
        try
        {
            var now = TimeProvider.System.GetUtcNow();
            var downloaded = await klines.DownloadAsync(BinanceCandleSource.SymbolOf(Stream), Stream.Interval, now - (Stream.Interval * (Needed(hours) + 1)), now, cancellationToken);
            await Cache.WriteAsync(CacheName, downloaded, cancellationToken);
            return new FoundCandles("binance", "of Binance, downloaded just now", downloaded);
        }
        catch (CandleSourceException)
        {
            return null;
        }
    }

    private static FoundCandles Simulate(int seed, int hours)
    {
        var count = Needed(hours);
        var from = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new FoundCandles("simulated", $"SIMULATED with seed {seed}, no real prices (give real ones with --candles FILE)", SimulatedCandles.Generate(seed, from, count));
    }
}
