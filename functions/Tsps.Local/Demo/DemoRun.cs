using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;
using Tsps.Azurite;
using Tsps.Local.Commands;
using Tsps.Local.Replay;
using Tsps.Local.Settings;
using Tsps.Subtensor;

namespace Tsps.Local.Demo;

/// <summary>The demo from the first line on screen to the last.</summary>
internal sealed class DemoRun(DemoOptions options, IAnsiConsole console)
{
    /// <summary>How much is replayed before the display looks into storage again.</summary>
    private static readonly TimeSpan Stride = TimeSpan.FromMinutes(30);

    private readonly List<ReplayStep> _failures = [];
    private readonly long _began = TimeProvider.System.GetTimestamp();

    /// <exception cref="CommandException">The candles can't be used.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var candles = await FindCandlesAsync(stop);
        var end = candles.End;
        var start = end - TimeSpan.FromHours(options.Hours);
        candles.CheckLength(end - start, $"a demo of {options.Hours} hours", "hours", TimeSpan.FromHours(1));

        using var folder = new DemoFolder(LocalPaths.Artifacts);
        using var log = new DemoLog(Path.Combine(LocalPaths.Artifacts, "logs", $"demo-{Environment.ProcessId}.log"));
        await using var azurite = await AzuriteProcess.StartAsync(
            new AzuriteOptions { DataFolder = folder.Path, Accounts = DemoSubnet.AccountNames(options.Miners) }, stop);
        await using var chain = options.OnChain ? await ChainDemo.StartAsync(options.ChainSpecification, stop) : null;
        if (chain is not null)
        {
            Write($"Chain: a real Subtensor runtime at {chain.Uri}");
        }

        await using var subnet = await DemoSubnet.StartAsync(
            new DemoSubnetOptions
            {
                ConnectionStringOf = azurite.ConnectionStringOf,
                Candles = candles.Series,
                CandleSource = candles.Source,
                Start = start,
                Seed = options.Seed,
                Chain = chain?.Uri,
                MinerPorts = [.. Enumerable.Repeat(0, options.Miners)],
                Logging = logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Warning),
            },
            stop);

        var last = await ReplayAsync(subnet, end, stop);
        await FinishAsync(last, candles, stop);
        if (chain is not null)
        {
            await ShowChainAsync(chain.Uri, subnet, stop);
        }

        if (_failures.Count > 0)
        {
            throw new CommandException($"{_failures.Count} runs of timer functions failed, the first of them {_failures[0].App}'s {_failures[0].Function} at {_failures[0].Time:u}. See {log.Path}.");
        }

        if (!options.Exit)
        {
            await ServeAsync(subnet, stop);
        }
    }

    private async Task<FoundCandles> FindCandlesAsync(CancellationToken cancellationToken)
    {
        var finder = new DemoCandleFinder(LocalPaths.Artifacts, NullLoggerFactory.Instance);
        var found = await finder.FindForCommandAsync(options.CandleFile, options.Seed, options.Hours, cancellationToken);
        var summary = found.Summary;
        Write($"Candles: {summary.Count} {found.Description}, {summary.First:yyyy-MM-dd} to {summary.Last:yyyy-MM-dd}");
        return found;
    }

    private async Task<DemoSnapshot> ReplayAsync(DemoSubnet subnet, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var last = await subnet.ReadAsync(end, cancellationToken);
        await new DemoDisplay(console).RunAsync(last, async show =>
        {
            while (last.Time < end)
            {
                var until = last.Time + Stride;
                await subnet.RunAsync(until < end ? until : end, Watch, cancellationToken);
                last = await subnet.ReadAsync(end, cancellationToken);
                show(last);
            }
        });
        return last;
    }

    private void Watch(ReplayStep step)
    {
        if (!step.Succeeded)
        {
            _failures.Add(step);
        }
    }

    private async Task FinishAsync(DemoSnapshot last, FoundCandles candles, CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        var wall = TimeProvider.System.GetElapsedTime(_began);
        var report = DemoReport.Of(last, candles.Summary, wall, process.PeakWorkingSet64);
        Write($"{report.Totals}");
        if (options.ReportFile is { } file)
        {
            await report.WriteAsync(file, cancellationToken);
            Write($"Report: {file}");
        }
    }

    /// <summary>Shows what the chain itself says in the end.</summary>
    private async Task ShowChainAsync(Uri endpoint, DemoSubnet subnet, CancellationToken cancellationToken)
    {
        await using var session = new SubtensorClient(ChainDemo.Options(endpoint), TimeProvider.System, NullLogger<SubtensorClient>.Instance).Open();
        var status = await session.ReadStatusAsync(cancellationToken);
        var standing = await session.ReadWeightStandingAsync(subnet.Netuid, subnet.ValidatorHotkey, 0, cancellationToken);
        var weights = standing.Uid is { } uid ? await session.ReadWeightsAsync(subnet.Netuid, uid, cancellationToken) : [];
        Write($"On the chain ({status.SpecName} {status.SpecVersion}, block {status.Head}): validator uid {standing.Uid} last set weights in block {standing.LastUpdate}: {string.Join(", ", weights.Select(weight => $"uid {weight.Uid} {weight.Value}"))}");
    }

    private async Task ServeAsync(DemoSubnet subnet, CancellationToken stop)
    {
        Write($"Dashboard: {subnet.Dashboard} (Ctrl-C ends)");
        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Write($"Stopping.");
        }
    }

    // Not by WriteLine of the console, which breaks long lines.
    private void Write(FormattableString line) => console.Profile.Out.Writer.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
