using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Tsps.Local.Logging;

/// <summary>
/// A log entry as a line: time, level, app, the last part of the category, message; an exception follows on lines of its own. What peers
/// send gets into messages, so control characters are replaced.
/// </summary>
internal sealed class LogLineFormatter(IOptions<LogLineOptions> options, TimeProvider clock) : ConsoleFormatter(FormatName)
{
    internal const string FormatName = "tsps";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        textWriter.Write($" {NameOf(logEntry.LogLevel),-5} {options.Value.App} {LastPart(logEntry.Category)}: ");
        textWriter.WriteLine(OnOneLine(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "WARN",
        _ => "ERROR",
    };

    private static ReadOnlySpan<char> LastPart(string category) => category.AsSpan(category.LastIndexOf('.') + 1);

    private static string OnOneLine(string message) =>
        message.Any(char.IsControl) ? string.Create(message.Length, message, static (line, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                line[i] = char.IsControl(text[i]) ? ' ' : text[i];
            }
        }) : message;
}
