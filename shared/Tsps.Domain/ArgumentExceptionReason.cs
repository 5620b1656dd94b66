namespace Tsps.Domain;

/// <summary>What an argument's exception says to people who know nothing of parameters.</summary>
public static class ArgumentExceptionReason
{
    /// <summary>The message without the parameter's name, and value, that .NET adds to it.</summary>
    public static string Reason(this ArgumentException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var end = exception.Message.LastIndexOf($" (Parameter '{exception.ParamName}')", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}
