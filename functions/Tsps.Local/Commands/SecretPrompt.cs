using Spectre.Console;

namespace Tsps.Local.Commands;

/// <summary>Reads a secret that is never an argument, as other users of a machine see those and shells keep them.</summary>
internal static class SecretPrompt
{
    /// <summary>Asks on a terminal, showing nothing of what is typed; else reads one line of standard input.</summary>
    internal static async Task<string?> ReadAsync(string question, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
        {
            return await Console.In.ReadLineAsync(cancellationToken);
        }

        // On standard error, so that the answer of the command can go elsewhere.
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error), Interactive = InteractionSupport.Yes });
        return await new TextPrompt<string>(question).Secret(mask: null).AllowEmpty().ShowAsync(terminal, cancellationToken);
    }
}
