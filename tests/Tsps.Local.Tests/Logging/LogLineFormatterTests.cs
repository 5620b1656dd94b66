using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tsps.Local.Logging;
using Tsps.Local.Replay;
using Tsps.Testing;

namespace Tsps.Local.Tests.Logging;

[Trait(Categories.Name, Categories.Unit)]
public sealed class LogLineFormatterTests
{
    private static readonly ReplayClock Clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero));

    [Fact]
    public void Writes_time_level_app_category_and_message() =>
        Assert.Equal("2026-01-01 00:00:01.000Z info  miner AxonPipeline: Refused\n", Format("Refused", exception: null));

    [Fact]
    public void Lets_no_message_forge_a_line() =>
        Assert.Equal("2026-01-01 00:00:01.000Z info  miner AxonPipeline: Refused  2026 [31m\n", Format("Refused\r\n2026\u001b[31m", exception: null));

    [Fact]
    public void Puts_an_exception_on_lines_of_its_own() =>
        Assert.Equal("2026-01-01 00:00:01.000Z info  miner AxonPipeline: Refused\nSystem.InvalidOperationException: why\n", Format("Refused", new InvalidOperationException("why")));

    private static string Format(string message, Exception? exception)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var formatter = new LogLineFormatter(Options.Create(new LogLineOptions { App = "miner" }), Clock);
        formatter.Write(
            new LogEntry<string>(LogLevel.Information, "Tsps.Bittensor.Axon.AxonPipeline", default, message, exception, (state, _) => state), scopeProvider: null, text);
        return text.ToString();
    }
}
