using Spectre.Console;
using Tsps.Domain;
using Tsps.Local.Demo;
using Tsps.Testing;

namespace Tsps.Local.Tests.Demo;

[Trait(Categories.Name, Categories.Unit)]
public sealed class DemoDisplayTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Writes_a_plain_line_for_every_six_hours_and_the_last_one()
    {
        var text = new StringWriter();

        await new DemoDisplay(Console(text, interactive: false)).RunAsync(At(0), report =>
        {
            for (var hour = 1; hour <= 13; hour++)
            {
                report(At(hour));
            }

            return Task.CompletedTask;
        });

        var lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["00:00", "06:00", "12:00", "13:00"], lines.Select(line => line[11..16]));
        Assert.Equal("2026-01-01 13:00  sent 13  stored 26  scored 3  | uid 1 score 0.5000 weight 65535 | uid 2 score - weight -", lines[^1].TrimEnd());
    }

    [Fact]
    public async Task Shows_a_table_on_a_terminal()
    {
        var text = new StringWriter();

        await new DemoDisplay(Console(text, interactive: true)).RunAsync(At(0), report =>
        {
            report(At(24));
            return Task.CompletedTask;
        });

        var shown = text.ToString();
        Assert.Contains("Rounds sent", shown, StringComparison.Ordinal);
        Assert.Contains("2026-01-02 00:00", shown, StringComparison.Ordinal);
        Assert.Contains("50 %", shown, StringComparison.Ordinal);
        Assert.Contains("lstm50", shown, StringComparison.Ordinal);
        Assert.Contains("0.5000", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passes_a_failure_of_the_work_on() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => new DemoDisplay(Console(new StringWriter(), interactive: true)).RunAsync(
            At(0), _ => throw new InvalidOperationException("on purpose")));

    private static IAnsiConsole Console(TextWriter writer, bool interactive)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = interactive ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = interactive ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 160;
        return console;
    }

    internal static DemoSnapshot At(int hour) => new()
    {
        Time = Start.AddHours(hour),
        Start = Start,
        End = Start.AddHours(48),
        Streams = [new DemoStream("BTCUSD-5m", hour, 2 * hour, Math.Max(0, hour - 10), new Dictionary<string, double>())],
        Miners =
        [
            new DemoMiner(new Hotkey("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"), 1, "lstm50", 0.5, 65535),
            new DemoMiner(new Hotkey("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"), 2, "last-close", null, null),
        ],
    };
}
