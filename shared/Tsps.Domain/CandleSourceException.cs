namespace Tsps.Domain;

/// <summary>A candle source could not be read now; the work that needed it is tried again later.</summary>
public sealed class CandleSourceException : Exception
{
    public CandleSourceException()
    {
    }

    public CandleSourceException(string message)
        : base(message)
    {
    }

    public CandleSourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
