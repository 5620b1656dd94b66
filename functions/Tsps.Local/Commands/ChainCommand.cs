using System.CommandLine;
using Tsps.Bittensor.Keys;
using Tsps.Subtensor;

namespace Tsps.Local.Commands;

/// <summary><c>tsps chain</c>: a subnet on a Subtensor chain, and what a hotkey does there.</summary>
internal static class ChainCommand
{
    /// <param name="readSecret">Asks for a secret; null where there is none.</param>
    /// <param name="confirm">Asks before something is paid.</param>
    internal static Command Create(Func<string, CancellationToken, Task<SecretText?>> readSecret, Func<string, CancellationToken, Task<bool>> confirm) =>
        new("chain", "Shows a subnet on a Subtensor chain; registers a hotkey there, announces its axon, sets its weights.")
        {
            ChainStatusCommand.Create(),
            ChainMetagraphCommand.Create(),
            ChainRegisterCommand.Create(readSecret, confirm),
            ChainServeCommand.Create(readSecret),
            ChainWeightsCommand.Create(readSecret),
        };

    /// <summary>A command with the options that all of them have.</summary>
    internal static Command With(this Command command, ChainOptions chain)
    {
        foreach (var option in chain.All)
        {
            command.Add(option);
        }

        return command;
    }

    internal static Option<bool> Json() => new("--json") { Description = "Shows everything as JSON." };

    internal static Option<bool> DryRun() => new("--dry-run") { Description = "Shows the call that would be signed, what it costs and what it would change; sends nothing." };

    internal static Option<bool> WaitForFinalization() =>
        new("--wait-for-finalization") { Description = "Waits until the block is final, not only until there is one." };

    /// <param name="final">What <see cref="WaitForFinalization"/> made.</param>
    internal static ExtrinsicWait Wait(ParseResult arguments, Option<bool> final) =>
        arguments.GetValue(final) ? ExtrinsicWait.Finalized : ExtrinsicWait.Included;
}
