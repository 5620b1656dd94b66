using System.CommandLine;
using Tsps.Local.Apps;

namespace Tsps.Local.Commands;

/// <summary><c>tsps run</c>: live use.</summary>
internal static class RunCommand
{
    private const string Validator = "validator";
    private const string Miner = "miner";
    private const string All = "all";

    internal static Command Create()
    {
        var app = new Argument<string>("app") { Description = "validator, miner, or all: both in one process" };
        app.AcceptOnlyFromAmong(Validator, Miner, All);
        var settings = CommonOptions.Settings();
        var port = CommonOptions.Port("The port to serve; without it 7071 for the validator and Axon__Port for the miner. With 'all' the validator has it and the miner the next.");
        var command = new Command("run", "Runs the validator, the miner or both, live: timers by the clock, HTTP on a port. Starts Azurite when AzureWebJobsStorage is UseDevelopmentStorage=true and none listens.")
        {
            app,
            settings,
            port,
        };
        command.SetAction(async (arguments, stop) =>
        {
            var run = new LiveRun(arguments.LoadSettings(settings), arguments.InvocationConfiguration.Output);
            await run.RunAsync([.. Apps(run, arguments.GetRequiredValue(app), arguments.GetValue(port))], stop);
            return 0;
        });
        return command;
    }

    private static IEnumerable<Hosting.FunctionApp> Apps(LiveRun run, string app, int? port)
    {
        if (app is Validator or All)
        {
            yield return run.Validator(port);
        }

        if (app is Miner or All)
        {
            yield return run.Miner(app == All ? port + 1 : port);
        }
    }
}
