namespace Tsps.Bittensor.Wallets;

/// <summary>A key file is missing, unreadable, or holds no usable key; the message names the file, what is wrong and what helps, and no secret.</summary>
public sealed class KeyFileException : Exception
{
    public KeyFileException()
    {
    }

    public KeyFileException(string message)
        : base(message)
    {
    }

    public KeyFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
