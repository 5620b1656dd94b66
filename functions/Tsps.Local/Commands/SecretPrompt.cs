using Tsps.Bittensor.Keys;

namespace Tsps.Local.Commands;

/// <summary>Reads a secret that is never an argument, as other users of a machine see those and shells keep them.</summary>
/// <remarks>What is read can be zeroed. The buffers of terminal and standard input, through which it passes, are not this program's to zero.</remarks>
internal static class SecretPrompt
{
    /// <summary>Asks on a terminal, showing nothing of what is typed; else reads one line of standard input.</summary>
    /// <returns>What was given, the caller's to dispose; null at the end of the input.</returns>
    internal static async Task<SecretText?> ReadAsync(string question, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
        {
            return await Task.Run(() => ReadLine(Console.In), cancellationToken).WaitAsync(cancellationToken);
        }

        // On standard error, so that the answer of the command can go elsewhere.
        await Console.Error.WriteAsync(question);
        var secret = await Task.Run(() => ReadKeys(() => Console.ReadKey(intercept: true)), cancellationToken).WaitAsync(cancellationToken);
        await Console.Error.WriteLineAsync();
        return secret;
    }

    /// <summary>One line, without its end; null when there is none.</summary>
    internal static SecretText? ReadLine(TextReader input)
    {
        if (input.Peek() < 0)
        {
            return null;
        }

        var line = new SecretText();
        while (input.Read() is >= 0 and not '\n' and var character)
        {
            line.Append((char)character);
        }

        if (line.Chars is [.., '\r'])
        {
            line.RemoveLast();
        }

        return line;
    }

    /// <summary>What is typed until Enter; Backspace takes one character back.</summary>
    internal static SecretText ReadKeys(Func<ConsoleKeyInfo> readKey)
    {
        var typed = new SecretText();
        while (readKey() is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.RemoveLast();
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        return typed;
    }
}
