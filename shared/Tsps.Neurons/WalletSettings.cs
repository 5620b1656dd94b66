using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Wallets;

namespace Tsps.Neurons;

/// <summary>Whose hotkey this neuron signs with: a Bittensor wallet folder, or a mnemonic where there is no folder.</summary>
public sealed class WalletSettings
{
    private readonly string? _mnemonic;

    private WalletSettings(Wallet wallet, string? mnemonic)
    {
        Wallet = wallet;
        _mnemonic = mnemonic;
    }

    /// <summary>The wallet folder; not looked at where a mnemonic is set.</summary>
    public Wallet Wallet { get; }

    /// <summary>Whether a phrase is set, which counts before the folder.</summary>
    public bool HasMnemonic => _mnemonic is not null;

    /// <param name="role"><c>Validator</c> or <c>Miner</c>: <c>Miner__Wallet__Hotkey</c> comes before <c>Wallet__Hotkey</c>, so that one file of settings serves both. Null looks at the common names alone.</param>
    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    public static WalletSettings Read(SettingReader settings, string? role = null)
    {
        var path = Find("Path") ?? Wallet.DefaultPath;
        var name = Find("Name") ?? Wallet.DefaultName;
        var hotkey = Find("Hotkey") ?? Wallet.DefaultHotkey;
        try
        {
            return new WalletSettings(new Wallet(path, name, hotkey), Find("Mnemonic"));
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidSettingException($"The settings Wallet__Path '{path}', Wallet__Name '{name}' and Wallet__Hotkey '{hotkey}' name no wallet: {wrong.Message} For example ~/.bittensor/wallets, default and default.", wrong);
        }

        string? Find(string setting) => (role is null ? null : settings.Secret($"{role}__Wallet__{setting}")) ?? settings.Secret($"Wallet__{setting}");
    }

    /// <summary>The signing key.</summary>
    /// <exception cref="InvalidSettingException">There is no such hotkey, or it can't sign; the message names the setting or the file.</exception>
    public Keypair Open(ILogger logger)
    {
        try
        {
            return _mnemonic is null ? Wallet.OpenHotkey(logger) : Keypair.FromMnemonic(_mnemonic);
        }
        catch (FormatException malformed) when (_mnemonic is not null)
        {
            throw new InvalidSettingException($"The setting Wallet__Mnemonic is no recovery phrase: {malformed.Message} It has 12 to 24 English words, separated by blanks.", malformed);
        }
        catch (KeyFileException unreadable)
        {
            throw new InvalidSettingException($"{unreadable.Message} Set Wallet__Path, Wallet__Name and Wallet__Hotkey to a wallet with a hotkey, or Wallet__Mnemonic to a hotkey's phrase.", unreadable);
        }
    }

    /// <summary>Names the wallet, never the phrase.</summary>
    public override string ToString() => _mnemonic is null ? Wallet.HotkeyFile : "Wallet__Mnemonic";
}
