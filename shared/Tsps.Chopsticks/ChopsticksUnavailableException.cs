namespace Tsps.Chopsticks;

/// <summary>No local chain could be started here; the message says why and what to do.</summary>
public sealed class ChopsticksUnavailableException : Exception
{
    public ChopsticksUnavailableException()
    {
    }

    public ChopsticksUnavailableException(string message)
        : base(message)
    {
    }

    public ChopsticksUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
