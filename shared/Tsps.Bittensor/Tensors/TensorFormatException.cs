namespace Tsps.Bittensor.Tensors;

/// <summary>A tensor block does not hold what it says, or more than is allowed. The message names what was wrong and may be shown to the peer.</summary>
public sealed class TensorFormatException : FormatException
{
    public TensorFormatException()
    {
    }

    public TensorFormatException(string message)
        : base(message)
    {
    }

    public TensorFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
