namespace Tsps.Drand;

/// <summary>A timelocked ciphertext cannot be opened. The message says what is wrong with it or with the signature.</summary>
public sealed class TimelockException : Exception
{
    public TimelockException()
    {
    }

    public TimelockException(string message)
        : base(message)
    {
    }

    public TimelockException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
