namespace Tsps.Storage;

/// <summary>
/// Something stored was written by a newer version of this program, which may mean by it what this one does not know. Whoever meets it leaves it, and
/// all that would follow from it, as it is: nothing is voided, and nothing written over.
/// </summary>
public sealed class NewerSchemaException : Exception
{
    public NewerSchemaException()
    {
    }

    public NewerSchemaException(string message)
        : base(message)
    {
    }

    public NewerSchemaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
