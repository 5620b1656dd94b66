using System.CommandLine;
using System.CommandLine.Parsing;
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

    private readonly Option<ushort?> _netuid = new("--netuid") { Description = "The subnet; also Subtensor__Netuid unless --network names another network, else 8, and 3 on test.", HelpName = "N" };

    private readonly Option<int?>? _mechanism;

    private readonly WalletOptions _wallet = new(takesHotkeyName: true);

    /// <param name="takesMechanism">Whether the command is about one of the subnet's mechanisms.</param>
    internal ChainOptions(bool takesMechanism = false)
    {
        _network.Validators.Add(CheckNetwork);
        _mechanism = takesMechanism ? Mechanism() : null;
    }

    internal IEnumerable<Option> All => [_network, _netuid, .. _mechanism is null ? (Option[])[] : [_mechanism], .. _wallet.All];

    /// <summary>The chain and the subnet that options and settings mean; the local registry is no chain, so finney stands in for it.</summary>
    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    internal ChainTarget Read(ParseResult arguments)
    {
        var configuration = _wallet.Load(arguments);
        if (arguments.GetValue(_network) is { } named && named != configuration["Subtensor:Network"])
        {
            Choose(configuration, named);
        }

        var settings = SubtensorSettings.Read(new SettingReader(configuration));
        if (settings.Chain is null)
        {
            Choose(configuration, SubtensorNetwork.Finney.Name);
            settings = SubtensorSettings.Read(new SettingReader(configuration));
        }

        var network = settings.Chain!;
        var client = new SubtensorClient(
            settings.Reach(network),
            TimeProvider.System,
            new WarningWriter(arguments.InvocationConfiguration.Error).For<SubtensorClient>());
        return new ChainTarget(network, arguments.GetValue(_netuid) ?? settings.Netuid, ReadMechanism(arguments) ?? settings.Mechanism, client, configuration);
    }

    /// <summary>A netuid and a mechanism in the settings are of the network in the settings.</summary>
    private static void Choose(IConfiguration configuration, string network)
    {
        configuration["Subtensor:Network"] = network;
        configuration["Subtensor:Netuid"] = null;
        configuration["Subtensor:Mechanism"] = null;
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

    private byte? ReadMechanism(ParseResult arguments) => _mechanism is { } option ? (byte?)arguments.GetValue(option) : null;

    private static Option<int?> Mechanism()
    {
        var option = new Option<int?>("--mechanism")
        {
            Description = "Which of the subnet's mechanisms the weights are for, where it has several; also Subtensor__Mechanism, else 0, the main one.",
            HelpName = "N",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var value) || value is < 0 or > SubtensorSettings.LastMechanism))
            {
                result.AddError($"--mechanism is '{token.Value}'; it is a whole number from 0 to {SubtensorSettings.LastMechanism}.");
            }
        });
        return option;
    }

    private static void CheckNetwork(OptionResult result)
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
    }
}
