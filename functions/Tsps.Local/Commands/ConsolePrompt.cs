namespace Tsps.Local.Commands;

/// <summary>Asks before something is paid.</summary>
internal static class ConsolePrompt
{
    /// <summary>Whether the user says yes; a line of standard input that says so counts too.</summary>
    internal static Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken) => ConfirmAsync(question, Console.In, cancellationToken);

    /// <param name="input">Such as the console's own, which is synchronous and hears no token.</param>
    internal static async Task<bool> ConfirmAsync(string question, TextReader input, CancellationToken cancellationToken)
    {
        // On standard error, so that the answer of the command can go elsewhere.
        await Console.Error.WriteAsync($"{question} [y/N]: ");
        var answer = await Task.Run(input.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
