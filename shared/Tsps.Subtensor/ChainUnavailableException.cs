namespace Tsps.Subtensor;

/// <summary>No endpoint of the chain answered; what was asked can be tried again later.</summary>
public sealed class ChainUnavailableException : SubtensorException
{
    public ChainUnavailableException()
    {
    }

    public ChainUnavailableException(string message)
        : base(message)
    {
    }

    public ChainUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the request had left us: a node may have heard it.</summary>
    internal bool MayHaveBeenHeard { get; init; }
}
