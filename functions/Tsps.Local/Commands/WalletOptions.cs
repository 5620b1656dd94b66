using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Tsps.Bittensor.Keys;
using Tsps.Neurons;

namespace Tsps.Local.Commands;

/// <summary>The options that name a wallet, as btcli names them, over the settings <c>Wallet__*</c>.</summary>
/// <param name="takesHotkeyName">Whether <c>--hotkey</c> names the hotkey too, as in btcli; not where a command needs it for somebody's address.</param>
internal sealed class WalletOptions(bool takesHotkeyName = false)
{
    private readonly Option<string?> _path = new("--wallet-path") { Description = "The folder of all wallets; also Wallet__Path.", HelpName = "FOLDER" };
    private readonly Option<string?> _name = new("--wallet-name") { Description = "The wallet's name; also Wallet__Name.", HelpName = "NAME" };
    private readonly Option<string?> _hotkey = new("--wallet-hotkey", takesHotkeyName ? ["--hotkey-name", "--hotkey"] : ["--hotkey-name"]) { Description = "The name of the hotkey in the wallet; also Wallet__Hotkey.", HelpName = "NAME" };
    private readonly Option<string?> _settings = CommonOptions.Settings();

    internal IEnumerable<Option> All => [_path, _name, _hotkey, _settings];

    /// <summary>What the settings and the options above them say. An option means a folder, so a phrase in the settings no longer counts.</summary>
    internal WalletSettings Read(ParseResult arguments) => WalletSettings.Read(new SettingReader(Load(arguments)));

    /// <summary>The settings, with the options above them.</summary>
    internal IConfigurationRoot Load(ParseResult arguments)
    {
        var configuration = arguments.LoadSettings(_settings);
        foreach (var (name, option) in new[] { ("Path", _path), ("Name", _name), ("Hotkey", _hotkey) })
        {
            if (arguments.GetValue(option) is { } value)
            {
                configuration[$"Wallet:{name}"] = value;
                configuration["Wallet:Mnemonic"] = null;
            }
        }

        return configuration;
    }

    /// <summary>The hotkey that signs; asks for the password of an encrypted file that no setting tells.</summary>
    /// <param name="readSecret">Asks for a secret; null where there is none.</param>
    internal async Task<Keypair> OpenAsync(ParseResult arguments, Func<string, CancellationToken, Task<SecretText?>> readSecret, CancellationToken cancellationToken)
    {
        var settings = Read(arguments);
        using var password = await AskPasswordAsync(settings, readSecret, cancellationToken);
        return settings.Open(new WarningWriter(arguments.InvocationConfiguration.Error), password is null ? default : password.Chars);
    }

    /// <summary>Null where no password is needed, or where nobody gave one; else the caller's to dispose.</summary>
    internal static async Task<SecretText?> AskPasswordAsync(WalletSettings settings, Func<string, CancellationToken, Task<SecretText?>> readSecret, CancellationToken cancellationToken) =>
        settings.LacksPassword ? await readSecret($"Password of {settings} (nothing is shown): ", cancellationToken) : null;
}
