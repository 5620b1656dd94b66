namespace Tsps.Local.Commands;

/// <summary>The user asked for what cannot be done; the message is all that is shown.</summary>
internal sealed class CommandException : Exception
{
    public CommandException()
    {
    }

    public CommandException(string message)
        : base(message)
    {
    }

    public CommandException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
