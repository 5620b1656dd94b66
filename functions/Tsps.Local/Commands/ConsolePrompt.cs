namespace Tsps.Local.Commands;

/// <summary>Asks before something is paid.</summary>
internal static class ConsolePrompt
{
    /// <summary>Whether the user says yes; a line of standard input that says so counts too.</summary>
    internal static async Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken)
    {
        // On standard error, so that the answer of the command can go elsewhere.
        await Console.Error.WriteAsync($"{question} [y/N]: ");

        // The console's own reader is synchronous and hears no token.
        var answer = await Task.Run(Console.In.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
