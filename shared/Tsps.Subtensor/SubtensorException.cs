namespace Tsps.Subtensor;

/// <summary>Something about the chain went wrong; the message says what and what to do. Base of every error this library reports.</summary>
public class SubtensorException : Exception
{
    public SubtensorException()
    {
    }

    public SubtensorException(string message)
        : base(message)
    {
    }

    public SubtensorException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
