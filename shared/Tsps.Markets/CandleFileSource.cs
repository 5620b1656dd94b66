using Tsps.Domain;

namespace Tsps.Markets;

/// <summary>The candles of a file, which is read whole when they are first asked for. What has not closed at the clock's now does not exist yet.</summary>
public sealed class CandleFileSource(string path, StreamDefinition stream, TimeProvider clock) : ICandleHistory
{
    private volatile CandleSeries? _series;

    public string Name => "file";

    /// <exception cref="CandleSourceException">The file can't be read, or its candles have another interval than the stream.</exception>
    public async ValueTask<IReadOnlyList<Candle>> ReadAsync(StreamDefinition stream, DateTimeOffset after, DateTimeOffset upTo, CancellationToken cancellationToken) =>
        await new ReplayCandleSource(await LoadAsync(cancellationToken).ConfigureAwait(false), Name, clock).ReadAsync(stream, after, upTo, cancellationToken).ConfigureAwait(false);

    public async ValueTask<(DateTimeOffset First, DateTimeOffset Last)> ReadRangeAsync(CancellationToken cancellationToken) =>
        await new ReplayCandleSource(await LoadAsync(cancellationToken).ConfigureAwait(false), Name, clock).ReadRangeAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Two that ask first at once both read the file, which does no harm.</summary>
    private async ValueTask<CandleSeries> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _series ??= await CandleFile.LoadAsync(path, stream.Interval, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new CandleSourceException($"the file of candles can't be read: {unreadable.Message}", unreadable);
        }
    }
}
