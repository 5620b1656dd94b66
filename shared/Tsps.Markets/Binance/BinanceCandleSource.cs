using Tsps.Domain;

namespace Tsps.Markets.Binance;

/// <summary>Binance's spot market as a source of closes: live candles for the validator.</summary>
public sealed class BinanceCandleSource(BinanceKlines klines) : ICandleSource
{
    private static readonly Dictionary<string, string> Symbols = new(StringComparer.Ordinal)
    {
        [StreamDefinition.BtcUsd5m.Id] = "BTCUSDT",
    };

    public string Name => "binance";

    /// <summary>The symbol that stands for a stream's pair on Binance.</summary>
    /// <exception cref="CandleSourceException">Binance lists nothing that stands for this stream's pair.</exception>
    public static string SymbolOf(StreamDefinition stream) => Symbols.GetValueOrDefault(stream.WireId)
        ?? throw new CandleSourceException($"No symbol of Binance is known for the stream {stream.WireId}, only for {string.Join(", ", Symbols.Keys)}.");

    public async ValueTask<IReadOnlyList<Candle>> ReadAsync(
        StreamDefinition stream,
        DateTimeOffset after,
        DateTimeOffset upTo,
        CancellationToken cancellationToken) =>
        await klines.DownloadAsync(SymbolOf(stream), stream.Interval, after, upTo, cancellationToken);
}
