namespace Tsps.Drand;

/// <summary>Bytes are no point of the group that is wanted. The message says what is wrong with them.</summary>
public sealed class PointFormatException : FormatException
{
    public PointFormatException()
    {
    }

    public PointFormatException(string message)
        : base(message)
    {
    }

    public PointFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
