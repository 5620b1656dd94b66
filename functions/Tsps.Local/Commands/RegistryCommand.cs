using System.CommandLine;
using System.Globalization;
using System.Net;
using Tsps.Domain;

namespace Tsps.Local.Commands;

/// <summary><c>tsps registry</c>: the local table that stands where the chain's registry will stand.</summary>
internal static class RegistryCommand
{
    internal static Command Create() => new("registry", "Shows and changes the local registry of neurons, which stands where the chain will stand.")
    {
        CreateList(),
        CreateAdd(),
        CreateRemove(),
    };

    private static Command CreateList()
    {
        var settings = CommonOptions.Settings();
        var command = new Command("list", "Lists the registered neurons by uid.") { settings };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await using var access = await RegistryAccess.OpenAsync(arguments.LoadSettings(settings), cancellationToken);
            var neurons = await access.Registry.ListAsync(access.Netuid, cancellationToken);
            var output = arguments.InvocationConfiguration.Output;
            await output.WriteLineAsync($"{"uid",5}  {"hotkey",-48}  {"stake",12}  permit  axon");
            foreach (var neuron in neurons)
            {
                await output.WriteLineAsync(Line(neuron));
            }
        });
        return command;
    }

    private static Command CreateAdd()
    {
        var settings = CommonOptions.Settings();
        var hotkey = CommonOptions.Hotkey("The neuron's hotkey, an SS58 address.");
        var uid = Uid();
        var stake = new Option<decimal>("--stake") { Description = "Its stake in TAO; 0 unless given.", HelpName = "TAO" };
        var permit = new Option<bool>("--permit") { Description = "Gives it a validator's permit: it may set weights." };
        var ip = new Option<IPAddress?>("--ip") { Description = "Where its axon listens; goes with --port. A miner may announce it itself.", HelpName = "A", CustomParser = ParseAddress };
        var port = CommonOptions.Port("The port of its axon; goes with --ip.");
        var command = new Command("add", "Registers a neuron, or replaces the one at its uid.") { hotkey, uid, stake, permit, ip, port, settings };
        command.Validators.Add(result =>
        {
            if (result.GetResult(ip) is null != result.GetResult(port) is null)
            {
                result.AddError("--ip and --port go together.");
            }
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await using var access = await RegistryAccess.OpenAsync(arguments.LoadSettings(settings), cancellationToken);
            var axon = arguments.GetValue(ip) is { } address ? new AxonEndpoint(address, arguments.GetValue(port)!.Value) : null;
            var neuron = new Neuron(arguments.GetValue(uid), new Hotkey(arguments.GetRequiredValue(hotkey)), arguments.GetValue(stake), arguments.GetValue(permit), axon);
            await access.Registry.AddAsync(access.Netuid, neuron, cancellationToken);
            await arguments.InvocationConfiguration.Output.WriteLineAsync(Line(neuron));
        });
        return command;
    }

    private static Command CreateRemove()
    {
        var settings = CommonOptions.Settings();
        var uid = Uid();
        var command = new Command("remove", "Deregisters the neuron at a uid.") { uid, settings };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await using var access = await RegistryAccess.OpenAsync(arguments.LoadSettings(settings), cancellationToken);
            var removed = arguments.GetValue(uid);
            if (!await access.Registry.RemoveAsync(access.Netuid, removed, cancellationToken))
            {
                throw new CommandException($"No neuron is registered at uid {removed} on netuid {access.Netuid}.");
            }

            await arguments.InvocationConfiguration.Output.WriteLineAsync($"Removed uid {removed}.");
        });
        return command;
    }

    private static Option<ushort> Uid() => new("--uid") { Description = "Its place on the subnet, from 0 to 65535.", HelpName = "N", Required = true };

    private static IPAddress? ParseAddress(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
        {
            return address;
        }

        result.AddError($"--ip is '{result.Tokens[0].Value}'; an address is such as 203.0.113.7.");
        return null;
    }

    private static string Line(Neuron neuron) => string.Create(
        CultureInfo.InvariantCulture,
        $"{neuron.Uid,5}  {neuron.Hotkey.Address,-48}  {neuron.Stake,12}  {(neuron.ValidatorPermit ? "yes" : "no"),-6}  {neuron.Axon?.ToString() ?? "-"}");
}
