namespace Tsps.Storage;

/// <summary>Something stored can't be read; the message names the blob or the row, and says what is wrong with it.</summary>
public sealed class DamagedDataException : Exception
{
    public DamagedDataException()
    {
    }

    public DamagedDataException(string message)
        : base(message)
    {
    }

    public DamagedDataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
