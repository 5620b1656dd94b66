using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Wallets;
using Tsps.Domain;

namespace Tsps.Neurons;

/// <summary>Whose hotkey this neuron signs with: a Bittensor wallet folder, or a mnemonic (or seed) where there is no folder.</summary>
/// <remarks>
/// A phrase or password that is a setting stays in memory as long as the process: configuration holds strings, which nobody can zero. Whoever
/// minds keeps the phrase in the wallet's folder; keys made of either are zeroed when they are disposed of.
/// </remarks>
public sealed class WalletSettings
{
    private const string VaultReference = "@Microsoft.KeyVault(";
    private const string SeedPrefix = "0x";

    private readonly string? _mnemonic;
    private readonly string? _password;

    private WalletSettings(Wallet wallet, string? mnemonic, string? password)
    {
        Wallet = wallet;
        _mnemonic = mnemonic;
        _password = password;
    }

    /// <summary>The wallet folder; not looked at where a mnemonic is set.</summary>
    public Wallet Wallet { get; }

    /// <summary>Whether a phrase is set, which counts before the folder.</summary>
    public bool HasMnemonic => _mnemonic is not null;

    /// <summary>Whether the hotkey's file is encrypted and no setting tells its password, so that somebody must be asked.</summary>
    public bool LacksPassword => !HasMnemonic && _password is null && IsEncrypted();

    /// <param name="role"><c>Validator</c> or <c>Miner</c>: <c>Miner__Wallet__Hotkey</c> comes before <c>Wallet__Hotkey</c>, so that one file of settings serves both. Null looks at the common names alone.</param>
    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    public static WalletSettings Read(SettingReader settings, string? role = null)
    {
        var path = Find("Path") ?? Wallet.DefaultPath;
        var name = Find("Name") ?? Wallet.DefaultName;
        var hotkey = Find("Hotkey") ?? Wallet.DefaultHotkey;
        try
        {
            var wallet = new Wallet(path, name, hotkey);
            return new WalletSettings(wallet, Find("Mnemonic"), Find("Password") ?? ReadBtcliPassword(settings, wallet));
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidSettingException($"The settings Wallet__Path '{path}', Wallet__Name '{name}' and Wallet__Hotkey '{hotkey}' name no wallet: {wrong.Reason()} For example ~/.bittensor/wallets, default and default.", wrong);
        }

        string? Find(string setting) => (role is null ? null : settings.Secret($"{role}__Wallet__{setting}")) ?? settings.Secret($"Wallet__{setting}");
    }

    /// <summary>The signing key. Takes seconds where the hotkey's file is encrypted.</summary>
    /// <param name="password">Of an encrypted file, where the settings lack it; empty without one.</param>
    /// <exception cref="InvalidSettingException">There is no such hotkey, or it can't sign; the message names the setting or the file.</exception>
    public Keypair Open(ILogger logger, ReadOnlySpan<char> password = default)
    {
        try
        {
            return _mnemonic is null ? Wallet.OpenHotkey(logger, password.IsEmpty ? _password : password) : OpenSecret(_mnemonic);
        }
        catch (FormatException malformed) when (_mnemonic is not null)
        {
            throw new InvalidSettingException($"The setting Wallet__Mnemonic is no recovery phrase: {malformed.Message} It has 12 to 24 English words, separated by blanks.", malformed);
        }
        catch (KeyFileException unreadable)
        {
            throw Explained(unreadable);
        }
    }

    /// <summary>What the hotkey's file holds, be it the address only.</summary>
    /// <inheritdoc cref="Open" path="/param"/>
    /// <exception cref="InvalidSettingException">It can't be read; the message names it and the settings.</exception>
    public KeyFile ReadFile(ReadOnlySpan<char> password = default)
    {
        try
        {
            return KeyFile.Read(Wallet.HotkeyFile, password.IsEmpty ? _password : password);
        }
        catch (KeyFileException unreadable)
        {
            throw Explained(unreadable);
        }
    }

    /// <summary>Names the wallet, never the phrase.</summary>
    public override string ToString() => _mnemonic is null ? Wallet.HotkeyFile : "Wallet__Mnemonic";

    private static Keypair OpenSecret(string secret)
    {
        if (secret.StartsWith(VaultReference, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidSettingException("The setting Wallet__Mnemonic is a Key Vault reference that Azure could not resolve: the vault has no such secret yet, or the app's identity lacks the role Key Vault Secrets User on it. Mend that, then restart the app.");
        }

        return secret.StartsWith(SeedPrefix, StringComparison.Ordinal) ? OpenSeed(secret.AsSpan(SeedPrefix.Length)) : Keypair.FromMnemonic(secret);
    }

    private static Keypair OpenSeed(ReadOnlySpan<char> digits)
    {
        Span<byte> seed = stackalloc byte[Sr25519.MiniSecretSize];
        try
        {
            return digits.Length == 2 * seed.Length && Convert.FromHexString(digits, seed, out _, out _) == OperationStatus.Done
                ? Keypair.FromSeed(seed)
                : throw new InvalidSettingException($"The setting Wallet__Mnemonic begins as a seed does, but a seed is {SeedPrefix} and {2 * seed.Length} hex digits.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private static string? ReadBtcliPassword(SettingReader settings, Wallet wallet)
    {
        var name = BtcliPassword.VariableName(wallet.HotkeyFile);
        return settings.Secret(name) is not { } value ? null
            : BtcliPassword.Reveal(name, value)
            ?? throw new InvalidSettingException($"The environment variable {name} holds no password as btcli keeps it there. Unset it, and set Wallet__Password to the password itself.");
    }

    private bool IsEncrypted()
    {
        try
        {
            return KeyFile.IsEncrypted(Wallet.HotkeyFile);
        }
        catch (KeyFileException)
        {
            return false;
        }
    }

    private InvalidSettingException Explained(KeyFileException unreadable) => new(
        IsEncrypted()
            ? $"{unreadable.Message} Set Wallet__Password to the password with which it was encrypted, or Wallet__Mnemonic to the hotkey's phrase."
            : $"{unreadable.Message} Set Wallet__Path, Wallet__Name and Wallet__Hotkey to a wallet with a hotkey, or Wallet__Mnemonic to a hotkey's phrase.",
        unreadable);
}
