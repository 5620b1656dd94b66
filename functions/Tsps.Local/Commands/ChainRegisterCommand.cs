using System.CommandLine;
using System.Globalization;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Local.Chain;
using Tsps.Subtensor;

namespace Tsps.Local.Commands;

/// <summary><c>tsps chain register</c>: registers the hotkey, for which the coldkey pays.</summary>
internal static class ChainRegisterCommand
{
    internal static Command Create(Func<string, CancellationToken, Task<SecretText?>> readSecret, Func<string, CancellationToken, Task<bool>> confirm)
    {
        var (chain, dryRun, final) = (new ChainOptions(), ChainCommand.DryRun(), ChainCommand.WaitForFinalization());
        var yes = new Option<bool>("--yes", "-y") { Description = "Pays without asking." };
        var command = new Command("register", "Registers the hotkey on the subnet. The coldkey signs and pays the price, which is shown first; it is read from the wallet, or its mnemonic is asked for.")
        {
            yes, dryRun, final,
        }.With(chain);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var target = chain.Read(arguments);
            var wallet = chain.ReadWallet(arguments).Wallet;
            var hotkey = chain.ReadHotkey(arguments);
            var output = arguments.InvocationConfiguration.Output;
            await using var session = target.Client.Open();
            if (await session.FindUidAsync(target.Netuid, hotkey, cancellationToken) is { } uid)
            {
                await output.WriteLineAsync($"Hotkey {hotkey} is registered on subnet {target.Netuid} of {target.Network.Name} already, as uid {uid}. Nothing was sent.");
                return;
            }

            var cost = await session.ReadRegistrationCostAsync(target.Netuid, cancellationToken);
            if (arguments.GetValue(dryRun))
            {
                var payer = WalletAddresses.FindColdkey(wallet);
                await output.WriteAsync(await DescribeAsync(session, target, hotkey, payer, cost, cancellationToken));
                var call = await session.PlanRegistrationAsync(target.Netuid, hotkey, cost, cancellationToken);
                await output.WriteAsync(CallText.Of(await session.PreviewAsync(payer ?? hotkey, call, cancellationToken)));
                return;
            }

            using var coldkey = await new ColdkeyReader(readSecret).OpenAsync(wallet, cancellationToken);
            await output.WriteAsync(await DescribeAsync(session, target, hotkey, coldkey.Hotkey, cost, cancellationToken));
            if (!arguments.GetValue(yes) && !await confirm(Text($"Register for {cost} TAO?"), cancellationToken))
            {
                throw new CommandException("Not confirmed; nothing was sent. With --yes it is not asked.");
            }

            var wait = ChainCommand.Wait(arguments, final);
            var receipt = await session.RegisterAsync(coldkey, target.Netuid, hotkey, cost, wait, cancellationToken);
            await output.WriteAsync(CallText.Of(receipt));
            var registered = await session.FindUidAsync(target.Netuid, hotkey, cancellationToken);
            await output.WriteLineAsync(registered is { } found ? $"Registered as uid {found}." : "Registered; the node does not tell the uid yet. See ./tsps chain metagraph.");
        });
        return command;
    }

    /// <summary>What would be paid, by whom, for what.</summary>
    /// <exception cref="CommandException">The balance does not cover the price.</exception>
    private static async Task<IEnumerable<string>> DescribeAsync(
        SubtensorSession session, ChainTarget target, Hotkey hotkey, Hotkey? coldkey, decimal cost, CancellationToken cancellationToken)
    {
        decimal? balance = coldkey is { } payer ? await session.ReadBalanceAsync(payer.Address, cancellationToken) : null;
        if (balance < cost)
        {
            throw new CommandException(Text($"Registering on subnet {target.Netuid} costs {cost} TAO, and coldkey {coldkey} has {balance} TAO. Send it some first. Nothing was sent."));
        }

        return
        [
            $"network     {target.Network.Name}",
            Text($"subnet      {target.Netuid}"),
            $"hotkey      {hotkey}",
            $"coldkey     {coldkey?.Address ?? "not in the wallet's folder; its mnemonic is asked for"}",
            Text($"price       {cost} TAO, which is gone for good (recycled); it moves with demand"),
            balance is { } before ? Text($"balance     {before} TAO before, {before - cost} TAO after") : "balance     unknown",
        ];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
