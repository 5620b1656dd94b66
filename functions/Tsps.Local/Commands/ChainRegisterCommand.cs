using System.CommandLine;
using System.Globalization;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Wallets;
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
            var payer = WalletAddresses.FindColdkey(wallet);
            await output.WriteAsync(await DescribeAsync(session, target, hotkey, wallet, payer, cost, cancellationToken));
            if (arguments.GetValue(dryRun))
            {
                var call = await session.PlanRegistrationAsync(target.Netuid, hotkey, cost, cancellationToken);
                await output.WriteAsync(CallText.Of(await session.PreviewAsync(payer ?? hotkey, call, cancellationToken)));
                return;
            }

            if (!arguments.GetValue(yes) && !await confirm(Text($"Register for {cost} TAO?"), cancellationToken))
            {
                throw new CommandException("Not confirmed; nothing was sent. With --yes it is not asked.");
            }

            // Only now, so that the secret is not in memory while somebody thinks about the price.
            using var coldkey = await new ColdkeyReader(readSecret).OpenAsync(wallet, cancellationToken);
            var balance = await RequireBalanceAsync(session, target, coldkey.Hotkey, cost, cancellationToken);
            if (payer is null)
            {
                await output.WriteAsync([$"coldkey     {coldkey.Hotkey}", BalanceLine(balance, cost)]);
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
        SubtensorSession session, ChainTarget target, Hotkey hotkey, Wallet wallet, Hotkey? coldkey, decimal cost, CancellationToken cancellationToken)
    {
        decimal? balance = coldkey is { } payer ? await RequireBalanceAsync(session, target, payer, cost, cancellationToken) : null;
        return
        [
            $"network     {target.Network.Name}",
            Text($"subnet      {target.Netuid}"),
            $"hotkey      {hotkey}",
            $"coldkey     {coldkey?.Address ?? ColdkeyReader.Describe(wallet)}",
            Text($"price       {cost} TAO, which is gone for good (recycled); it moves with demand"),
            balance is { } before ? BalanceLine(before, cost) : "balance     unknown until then",
        ];
    }

    private static string BalanceLine(decimal before, decimal cost) => Text($"balance     {before} TAO before, {before - cost} TAO after");

    /// <summary>What the coldkey has, in TAO.</summary>
    /// <exception cref="CommandException">It does not cover the price.</exception>
    private static async Task<decimal> RequireBalanceAsync(SubtensorSession session, ChainTarget target, Hotkey coldkey, decimal cost, CancellationToken cancellationToken)
    {
        var balance = await session.ReadBalanceAsync(coldkey.Address, cancellationToken);
        return balance >= cost
            ? balance
            : throw new CommandException(Text($"Registering on subnet {target.Netuid} costs {cost} TAO, and coldkey {coldkey} has {balance} TAO. Send it some first. Nothing was sent."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
