namespace Tsps.Domain;

/// <summary>A candle source with a beginning and an end, such as a file.</summary>
public interface ICandleHistory : ICandleSource
{
    /// <summary>When its first and its last candle close.</summary>
    /// <exception cref="CandleSourceException">The source could not be read.</exception>
    ValueTask<(DateTimeOffset First, DateTimeOffset Last)> ReadRangeAsync(CancellationToken cancellationToken);
}
