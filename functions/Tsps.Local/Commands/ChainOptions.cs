using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Wallets;
using Tsps.Domain;
using Tsps.Local.Chain;
using Tsps.Neurons;
using Tsps.Subtensor;

namespace Tsps.Local.Commands;

/// <summary>The options that name a chain, a subnet and a wallet, as btcli names them, over the settings <c>Subtensor__*</c> and <c>Wallet__*</c>.</summary>
internal sealed class ChainOptions
{
    private readonly Option<string?> _network = new("--network", "--subtensor.network")
    {
        Description = "finney, test, archive or local, or the ws or wss address of a node, several with commas between them; also Subtensor__Network, else finney.",
        HelpName = "NETWORK",
    };

    private readonly Option<ushort?> _netuid = new("--netuid") { Description = "The subnet; also Subtensor__Netuid, else 8, and 3 on test.", HelpName = "N" };

    private readonly WalletOptions _wallet = new(takesHotkeyName: true);

    internal ChainOptions() => _network.Validators.Add(result =>
    {
        if (result.Tokens is [var token])
        {
            try
            {
                SubtensorNetwork.Parse(token.Value);
            }
            catch (FormatException wrong)
            {
                result.AddError($"--network: {wrong.Message}");
            }
        }
    });

    internal IEnumerable<Option> All => [_network, _netuid, .. _wallet.All];

    /// <summary>The chain and the subnet that options and settings mean; the local registry is no chain, so finney stands in for it.</summary>
    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    internal ChainTarget Read(ParseResult arguments)
    {
        var configuration = _wallet.Load(arguments);
        if (arguments.GetValue(_network) is { } named)
        {
            // A netuid in the settings is one of the network in the settings.
            configuration["Subtensor:Network"] = named;
            configuration["Subtensor:Netuid"] = null;
        }

        var settings = SubtensorSettings.Read(new SettingReader(configuration));
        var network = settings.Chain ?? SubtensorNetwork.Finney;
        var client = new SubtensorClient(
            new SubtensorOptions { Network = network, CallTimeout = settings.Timeout },
            TimeProvider.System,
            new WarningWriter(arguments.InvocationConfiguration.Error).For<SubtensorClient>());
        return new ChainTarget(network, arguments.GetValue(_netuid) ?? settings.Netuid, settings.Mechanism, client, configuration);
    }

    internal WalletSettings ReadWallet(ParseResult arguments) => _wallet.Read(arguments);

    /// <summary>The hotkey that signs; the caller's to dispose.</summary>
    /// <inheritdoc cref="WalletOptions.OpenAsync"/>
    internal Task<Keypair> OpenHotkeyAsync(ParseResult arguments, Func<string, CancellationToken, Task<SecretText?>> readSecret, CancellationToken cancellationToken) =>
        _wallet.OpenAsync(arguments, readSecret, cancellationToken);

    /// <summary>The hotkey's address, for which no secret is needed.</summary>
    internal Hotkey ReadHotkey(ParseResult arguments)
    {
        var wallet = ReadWallet(arguments);
        if (wallet.HasMnemonic)
        {
            using var keypair = wallet.Open(new WarningWriter(arguments.InvocationConfiguration.Error));
            return keypair.Hotkey;
        }

        return WalletAddresses.FindHotkey(wallet.Wallet.HotkeyFile)
            ?? throw new CommandException($"There is no hotkey file {wallet.Wallet.HotkeyFile}. Make one with ./tsps wallet new or import, or name another with --wallet-path, --wallet-name and --hotkey.");
    }
}
