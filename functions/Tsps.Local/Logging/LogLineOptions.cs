using Microsoft.Extensions.Logging.Console;

namespace Tsps.Local.Logging;

/// <summary>Which app's lines they are.</summary>
internal sealed class LogLineOptions : ConsoleFormatterOptions
{
    public string App { get; set; } = "";
}
