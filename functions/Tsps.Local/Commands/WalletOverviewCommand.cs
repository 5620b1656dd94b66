using System.CommandLine;
using System.Globalization;
using Tsps.Local.Chain;

namespace Tsps.Local.Commands;

/// <summary><c>tsps wallet overview</c>: how the wallet's hotkeys fare on the subnet.</summary>
internal static class WalletOverviewCommand
{
    internal static Command Create()
    {
        var (chain, json) = (new ChainOptions(), ChainCommand.Json());
        var command = new Command("overview", "Shows how every hotkey of the wallet, and every other one of its coldkey, fares on the subnet.") { json }.With(chain);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var subnet = await ReadAsync(chain, arguments, cancellationToken);
            await arguments.InvocationConfiguration.Output.WriteAsync(arguments.GetValue(json) ? [ChainJson.Write(subnet)] : Lines(subnet));
        });
        return command;
    }

    private static async Task<ChainJson.Subnet> ReadAsync(ChainOptions chain, ParseResult arguments, CancellationToken cancellationToken)
    {
        var target = chain.Read(arguments);
        var wallet = chain.ReadWallet(arguments);
        var names = wallet.HasMnemonic
            ? new Dictionary<string, string> { [chain.ReadHotkey(arguments).Address] = wallet.ToString() }
            : WalletAddresses.ListHotkeys(wallet.Wallet).ToLookup(found => found.Address.Address, found => found.Name).ToDictionary(group => group.Key, group => group.First());
        var coldkey = WalletAddresses.FindColdkey(wallet.Wallet);
        if (names.Count == 0 && coldkey is null)
        {
            throw new CommandException($"There is no wallet with keys at {Path.GetDirectoryName(wallet.Wallet.HotkeyFile)}. Name another with --wallet-path and --wallet-name.");
        }

        await using var session = target.Client.Open();
        var snapshot = await session.ReadNeuronsAsync(target.Netuid, cancellationToken);
        return new ChainJson.Subnet(
            target.Network.Name,
            target.Netuid,
            snapshot.Block,
            coldkey?.Address,
            coldkey is { } owner ? await session.ReadBalanceAsync(owner.Address, cancellationToken) : null,
            [
                .. snapshot.Neurons
                    .Where(neuron => names.ContainsKey(neuron.Hotkey.Address) || neuron.Coldkey == coldkey?.Address)
                    .Select(neuron => NeuronRow.From(neuron, snapshot.Block, names.GetValueOrDefault(neuron.Hotkey.Address, "-"))),
            ]);
    }

    private static IEnumerable<string> Lines(ChainJson.Subnet subnet)
    {
        if (subnet.Coldkey is { } coldkey)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"coldkey {coldkey}, balance {subnet.Balance} TAO");
        }

        foreach (var line in subnet.Neurons.Count == 0 ? [] : NeuronRow.Table(subnet.Neurons))
        {
            yield return line;
        }

        var hotkeys = CountText.Of((ulong)subnet.Neurons.Count, "hotkey");
        yield return $"{hotkeys} of the wallet and its coldkey registered on subnet {subnet.Netuid} of {subnet.Network} at block {subnet.Block}";
    }
}
