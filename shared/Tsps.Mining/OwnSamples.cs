using Tsps.Domain;

namespace Tsps.Mining;

/// <summary>
/// Samples from the miner's own candles, for requests that bring none. They are held until the next candle is finished, so that many validators
/// who ask in the same minute cost one read.
/// </summary>
public sealed class OwnSamples(ICandleSource candles, TimeProvider time) : IDisposable
{
    /// <summary>What Binance gives to one request; models look at the last 601.</summary>
    private const int Columns = 1000;

    private readonly SemaphoreSlim _reading = new(1, 1);
    private Held? _held;
    private CandleSourceException? _failure;

    /// <summary>The latest finished candles.</summary>
    /// <exception cref="CandleSourceException">They could not be read, or there are none.</exception>
    public async ValueTask<Samples> ReadAsync(StreamDefinition stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var earlier = Volatile.Read(ref _failure);
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            var latest = RoundSlot.Containing(now, stream.Interval).Start;
            if (_held is { } held && held.Stream == stream && held.Latest == latest)
            {
                return held.Samples;
            }

            // Those who waited while the source failed do not try it one after the other.
            return _failure is { } failure && failure != earlier
                ? throw new CandleSourceException(failure.Message, failure)
                : await ReadNewAsync(stream, now, latest, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async ValueTask<Samples> ReadNewAsync(StreamDefinition stream, DateTimeOffset now, DateTimeOffset latest, CancellationToken cancellationToken)
    {
        try
        {
            var found = await candles.ReadAsync(stream, now - (stream.Interval * Columns), now, cancellationToken).ConfigureAwait(false);
            if (found.Count == 0)
            {
                throw new CandleSourceException($"{candles.Name} has no candles of {stream.Id} before {now:u}.");
            }

            // An exchange may be seconds late with a candle: then the next request reads again.
            var samples = Samples.FromCandles(found, stream.Interval);
            _held = found[^1].CloseTimeMs(stream.Interval) == latest.ToUnixTimeMilliseconds() ? new Held(stream, latest, samples) : null;
            return samples;
        }
        catch (CandleSourceException failure)
        {
            Volatile.Write(ref _failure, failure);
            throw;
        }
    }

    /// <param name="Latest">When the latest finished candle closed.</param>
    private sealed record Held(StreamDefinition Stream, DateTimeOffset Latest, Samples Samples);
}
