using Spectre.Console;

namespace Tsps.Local.Demo;

/// <summary>Shows a demo while it runs: a live table on a terminal, else a line for every six hours of the replay.</summary>
public sealed class DemoDisplay(IAnsiConsole console)
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LineInterval = TimeSpan.FromHours(6);

    /// <summary>Runs <paramref name="work"/>, which may report a snapshot as often as it likes; the last one is always shown.</summary>
    public Task RunAsync(DemoSnapshot first, Func<Action<DemoSnapshot>, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi ? RunLiveAsync(first, work) : RunPlainAsync(first, work);
    }

    private Task RunLiveAsync(DemoSnapshot first, Func<Action<DemoSnapshot>, Task> work) => console.Live(DemoTable.Draw(first)).StartAsync(async context =>
    {
        var last = first;
        var drawn = TimeProvider.System.GetTimestamp();
        await work(snapshot =>
        {
            last = snapshot;
            if (TimeProvider.System.GetElapsedTime(drawn) >= RedrawInterval)
            {
                context.UpdateTarget(DemoTable.Draw(snapshot));
                drawn = TimeProvider.System.GetTimestamp();
            }
        });
        context.UpdateTarget(DemoTable.Draw(last));
    });

    private async Task RunPlainAsync(DemoSnapshot first, Func<Action<DemoSnapshot>, Task> work)
    {
        var last = first;
        var written = first;
        Write(first);
        await work(snapshot =>
        {
            last = snapshot;
            if (snapshot.Time - written.Time >= LineInterval)
            {
                Write(snapshot);
                written = snapshot;
            }
        });
        if (last != written)
        {
            Write(last);
        }
    }

    // Not by WriteLine of the console, which breaks long lines.
    private void Write(DemoSnapshot snapshot) => console.Profile.Out.Writer.WriteLine(DemoTable.Line(snapshot));
}
