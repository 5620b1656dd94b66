namespace Tsps.Subtensor;

/// <summary>An extrinsic came into no block while it was valid, and now never will: it can safely be signed anew.</summary>
public sealed class ExtrinsicExpiredException : SubtensorException
{
    public ExtrinsicExpiredException()
    {
    }

    public ExtrinsicExpiredException(string message)
        : base(message)
    {
    }

    public ExtrinsicExpiredException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
