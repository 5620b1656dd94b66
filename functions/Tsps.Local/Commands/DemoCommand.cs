using System.CommandLine;
using Spectre.Console;
using Tsps.Chopsticks;
using Tsps.Local.Demo;

namespace Tsps.Local.Commands;

/// <summary><c>tsps demo</c>: a subnet in replayed time.</summary>
internal static class DemoCommand
{
    private const int MaximumHours = 24 * 365;
    private const int MaximumMiners = 64;

    internal static Command Create()
    {
        var defaults = new DemoOptions();
        var exit = new Option<bool>("--exit") { Description = "End at once instead of serving the dashboard." };
        var hours = CommonOptions.Number("--hours", "Length of the replay.", defaults.Hours, 1, MaximumHours);
        var miners = CommonOptions.Number("--miners", "Number of miners.", defaults.Miners, 1, MaximumMiners);
        var seed = CommonOptions.Number("--seed", "Hotkeys, request times and simulated candles depend on it alone.", defaults.Seed, int.MinValue, int.MaxValue);
        var candles = new Option<string?>("--candles") { Description = $"Candles to replay: CSV, gzip or not. Also {DemoCandleFinder.FileVariable}.", HelpName = "FILE" };
        var report = CommonOptions.Report();
        var chain = new Option<bool>("--chain") { Description = "Registers and sets weights on a real Subtensor runtime on this machine instead of the local registry." };
        var specification = new Option<string?>("--chain-spec") { Description = $"The runtime's chain specification (raw); means --chain. Also {ChopsticksOptions.SpecificationVariable}.", HelpName = "FILE" };
        var command = new Command("demo", "Runs one validator and some miners over days of candles: in about a minute; with --chain, in some minutes.")
        {
            exit, hours, miners, seed, candles, report, chain, specification,
        };
        command.SetAction(async (arguments, stop) =>
        {
            var options = new DemoOptions
            {
                Exit = arguments.GetValue(exit),
                Hours = arguments.GetValue(hours),
                Miners = arguments.GetValue(miners),
                Seed = arguments.GetValue(seed),
                CandleFile = arguments.GetValue(candles),
                ReportFile = arguments.GetValue(report),
                OnChain = arguments.GetValue(chain) || arguments.GetValue(specification) is not null,
                ChainSpecification = arguments.GetValue(specification),
            };
            await new DemoRun(options, AnsiConsole.Console).RunAsync(stop);
            return 0;
        });
        return command;
    }
}
