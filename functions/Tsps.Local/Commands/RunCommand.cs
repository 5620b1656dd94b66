using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Tsps.Bittensor.Keys;
using Tsps.Local.Apps;
using Tsps.Neurons;

namespace Tsps.Local.Commands;

/// <summary><c>tsps run</c>: live use.</summary>
internal static class RunCommand
{
    private const string Validator = "validator";
    private const string Miner = "miner";
    private const string All = "all";

    /// <param name="readSecret">Asks for a secret; null where there is none.</param>
    internal static Command Create(Func<string, CancellationToken, Task<SecretText?>> readSecret)
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
            var configuration = arguments.LoadSettings(settings);
            var wanted = arguments.GetRequiredValue(app);
            await AskPasswordsAsync(configuration, wanted, readSecret, stop);
            var run = new LiveRun(configuration, arguments.InvocationConfiguration.Output);
            await run.RunAsync([.. Apps(run, wanted, arguments.GetValue(port))], stop);
            return 0;
        });
        return command;
    }

    /// <summary>Asks for the passwords of encrypted hotkeys that no setting tells, before anything runs.</summary>
    private static async Task AskPasswordsAsync(IConfigurationRoot configuration, string app, Func<string, CancellationToken, Task<SecretText?>> readSecret, CancellationToken stop)
    {
        foreach (var (name, role) in new[] { (Validator, "Validator"), (Miner, "Miner") })
        {
            if (app == All || app == name)
            {
                var wallet = WalletSettings.Read(new SettingReader(configuration), role);
                using var password = await WalletOptions.AskPasswordAsync(wallet, readSecret, stop);
                if (password is not null)
                {
                    // The apps open their keys by themselves, from settings, which are strings.
                    configuration[$"{role}:Wallet:Password"] = password.Chars.ToString();
                }
            }
        }
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
