using System.CommandLine;
using Tsps.Local.Chain;

namespace Tsps.Local.Commands;

/// <summary><c>tsps chain metagraph</c>: every neuron of the subnet.</summary>
internal static class ChainMetagraphCommand
{
    internal static Command Create()
    {
        var (chain, json) = (new ChainOptions(), ChainCommand.Json());
        var command = new Command("metagraph", "Lists the subnet's neurons by uid with all that the chain tells of them.") { json }.With(chain);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var target = chain.Read(arguments);
            await using var session = target.Client.Open();
            var snapshot = await session.ReadNeuronsAsync(target.Netuid, cancellationToken);
            NeuronRow[] rows = [.. snapshot.Neurons.Select(neuron => NeuronRow.From(neuron, snapshot.Block))];
            var output = arguments.InvocationConfiguration.Output;
            if (arguments.GetValue(json))
            {
                await output.WriteLineAsync(ChainJson.Write(new ChainJson.Subnet(target.Network.Name, target.Netuid, snapshot.Block, null, null, rows)));
                return;
            }

            await output.WriteAsync(NeuronRow.Table(rows));
            await output.WriteLineAsync($"{CountText.Of((ulong)rows.Length, "neuron")} of subnet {target.Netuid} on {target.Network.Name} at block {snapshot.Block}");
        });
        return command;
    }
}
