using Microsoft.Extensions.Logging;

namespace Tsps.Local.Logging;

/// <summary>Logging to the console in lines of <see cref="LogLineFormatter"/>.</summary>
internal static class LogLineExtensions
{
    internal static ILoggingBuilder AddLogLines(this ILoggingBuilder logging, string app) => logging
        .AddConsole(console => console.FormatterName = LogLineFormatter.FormatName)
        .AddConsoleFormatter<LogLineFormatter, LogLineOptions>(options => options.App = app);
}
