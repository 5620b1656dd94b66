using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Forecasting;
using Tsps.Local.Demo;
using Tsps.Local.Historical;
using Tsps.Local.Settings;

namespace Tsps.Local.Commands;

/// <summary><c>tsps historical</c>: the validator against miners of this process, over candles of the past.</summary>
internal static class HistoricalCommand
{
    private const int Shown = 10;

    private static readonly string[] Models = [LastCloseForecaster.ForecasterName, .. BuiltInModels.Names];

    internal static Command Create()
    {
        var days = CommonOptions.Number("--days", "Length of the replay, which ends with the candles.", 30, 1, 366);
        var miners = CommonOptions.Number("--miners", "Number of miners.", 16, 1, 256);
        var seed = CommonOptions.Number("--seed", "Hotkeys, request times, what tells miners apart and simulated candles depend on it alone.", 1, int.MinValue, int.MaxValue);
        var models = new Option<string[]>("--model") { Description = $"What miners forecast with, in turn: {string.Join(", ", Models)}. May be given several times.", HelpName = "NAME", DefaultValueFactory = _ => Models };
        models.AcceptOnlyFromAmong(Models);
        var generations = new Option<string>("--generation") { Description = "v4, v6 or v4,v6.", HelpName = "NAME", DefaultValueFactory = _ => "v4" };
        generations.AcceptOnlyFromAmong("v4", "v6", "v4,v6");
        var candles = new Option<string?>("--candles") { Description = $"Candles to replay: CSV, gzip or not. Also {DemoCandleFinder.FileVariable}.", HelpName = "FILE" };
        var report = CommonOptions.Report();
        var command = new Command("historical", "Runs the validator over candles of the past against miners in the same process: no exchange, no chain, storage in memory.")
        {
            days, miners, models, generations, seed, candles, report,
        };
        command.SetAction(async (arguments, stop) =>
        {
            var began = TimeProvider.System.GetTimestamp();
            var length = TimeSpan.FromDays(arguments.GetValue(days));
            var finder = new DemoCandleFinder(LocalPaths.Artifacts, NullLoggerFactory.Instance);
            var found = await finder.FindForCommandAsync(arguments.GetValue(candles), arguments.GetValue(seed), (int)length.TotalHours, stop);
            found.CheckLength(length, string.Create(CultureInfo.InvariantCulture, $"a replay of {length.TotalDays} days"), "days", TimeSpan.FromDays(1));
            var options = new HistoricalOptions
            {
                Candles = found.Series,
                CandleSource = found.Source,
                Start = found.End - length,
                Miners = arguments.GetValue(miners),
                Models = arguments.GetRequiredValue(models),
                Generations = arguments.GetRequiredValue(generations),
                Seed = arguments.GetValue(seed),
            };
            var output = arguments.InvocationConfiguration.Output;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Candles: {found.Summary.Count} {found.Description}; replay of {length.TotalDays} days from {options.Start:yyyy-MM-dd HH:mm}"));
            var snapshot = await RunAsync(options, found.End, stop);
            await ReportAsync(output, snapshot, found, TimeProvider.System.GetElapsedTime(began), arguments.GetValue(report), stop);
        });
        return command;
    }

    private static async Task<DemoSnapshot> RunAsync(HistoricalOptions options, DateTimeOffset end, CancellationToken stop)
    {
        await using var subnet = await HistoricalSubnet.StartAsync(options, stop);
        ReplayFailure? failure = null;
        await subnet.RunAsync(end, step => failure ??= step.Succeeded ? null : new ReplayFailure(step.Function, step.Time), stop);
        return failure is { } first
            ? throw new CommandException($"A run of the function {first.Function} failed at {first.Time:u}.")
            : await subnet.ReadAsync(stop);
    }

    private static async Task ReportAsync(TextWriter output, DemoSnapshot snapshot, FoundCandles found, TimeSpan wall, string? file, CancellationToken stop)
    {
        using var process = Process.GetCurrentProcess();
        var report = DemoReport.Of(snapshot, found.Summary, wall, process.PeakWorkingSet64);
        await output.WriteLineAsync(report.Totals);
        foreach (var stream in report.Streams.Where(_ => report.Streams.Count > 1))
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{stream.StreamId}: {stream.RoundsSent} rounds sent, {stream.PredictionsStored} predictions stored, {stream.RoundsScored} rounds scored"));
        }

        var best = snapshot.Miners.OrderByDescending(miner => miner.Weight ?? 0).ThenByDescending(miner => miner.Score ?? 0).Take(Shown);
        await output.WriteAsync(best.Select(miner => string.Create(CultureInfo.InvariantCulture, $"{miner.Uid,5}  {miner.Model,-12}  {Scores(report.Streams, miner)}  weight {miner.Weight ?? 0,5}")));

        if (file is not null)
        {
            await report.WriteAsync(file, stop);
            await output.WriteLineAsync($"Report: {file}");
        }
    }

    /// <summary>One of each stream, by its name where there are several.</summary>
    private static string Scores(IReadOnlyList<DemoStream> streams, DemoMiner miner) => string.Join("  ", streams.Select(stream => string.Create(
        CultureInfo.InvariantCulture, $"{(streams.Count > 1 ? stream.StreamId : "score")} {stream.Scores.GetValueOrDefault(miner.Hotkey.Address):F6}")));

    private sealed record ReplayFailure(string Function, DateTimeOffset Time);
}
