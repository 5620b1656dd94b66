namespace Tsps.Domain;

/// <summary>Where closes come from: an exchange, a file replayed, a simulation.</summary>
public interface ICandleSource
{
    /// <summary>A short name for logs and stored truths, such as <c>binance</c> or <c>simulated</c>.</summary>
    string Name { get; }

    /// <summary>The finished candles whose close time lies in (<paramref name="after"/>, <paramref name="upTo"/>], oldest first; a gap is simply absent.</summary>
    /// <exception cref="CandleSourceException">The source could not be read.</exception>
    ValueTask<IReadOnlyList<Candle>> ReadAsync(StreamDefinition stream, DateTimeOffset after, DateTimeOffset upTo, CancellationToken cancellationToken);
}
