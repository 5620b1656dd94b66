using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Wallets;
using Tsps.Domain;
using Tsps.Local.Commands;

namespace Tsps.Local.Chain;

/// <summary>
/// The coldkey, which pays for registrations: from the wallet's folder, or from its mnemonic, which is asked for. It is read by commands on this
/// machine alone, held as long as one signature takes, and no app on Azure has a setting for it.
/// </summary>
/// <param name="readSecret">Asks for a secret; null where there is none.</param>
internal sealed class ColdkeyReader(Func<string, CancellationToken, Task<SecretText?>> readSecret)
{
    /// <summary>The coldkey, the caller's to dispose.</summary>
    /// <exception cref="CommandException">There is none, or another than the wallet's.</exception>
    internal async Task<Keypair> OpenAsync(Wallet wallet, CancellationToken cancellationToken)
    {
        var coldkey = await OpenFileAsync(wallet, cancellationToken) ?? await AskAsync(wallet, cancellationToken);
        if (WalletAddresses.FindColdkey(wallet) is { } expected && expected != coldkey.Hotkey)
        {
            var address = coldkey.Hotkey;
            coldkey.Dispose();
            throw new CommandException($"That is coldkey {address}, and the coldkey of wallet {wallet.Name} is {expected}. Nothing was sent.");
        }

        return coldkey;
    }

    /// <summary>Where the coldkey will come from, for a wallet whose folder does not tell its address.</summary>
    internal static string Describe(Wallet wallet) =>
        !File.Exists(wallet.ColdkeyFile) ? "not in the wallet's folder; its mnemonic is asked for"
        : KeyFile.IsEncrypted(wallet.ColdkeyFile) ? $"{wallet.ColdkeyFile}, which is encrypted; its password is asked for, or its mnemonic where none is given"
        : $"{wallet.ColdkeyFile}, which does not tell its address";

    /// <summary>The coldkey of the wallet's file; null without one, and where no password was given for one that is encrypted: its mnemonic opens it too.</summary>
    private async Task<Keypair?> OpenFileAsync(Wallet wallet, CancellationToken cancellationToken)
    {
        var file = wallet.ColdkeyFile;
        if (!File.Exists(file))
        {
            return null;
        }

        if (!KeyFile.IsEncrypted(file))
        {
            return KeyFile.Read(file).Keypair;
        }

        using var password = await readSecret($"Password of the coldkey of wallet {wallet.Name} (nothing is shown; none to be asked for its mnemonic): ", cancellationToken);
        return password is null or { IsEmpty: true } ? null : KeyFile.Read(file, password.Chars).Keypair;
    }

    private async Task<Keypair> AskAsync(Wallet wallet, CancellationToken cancellationToken)
    {
        using var mnemonic = await readSecret($"Mnemonic of the coldkey of wallet {wallet.Name} (nothing is shown): ", cancellationToken);
        if (mnemonic is null || mnemonic.Chars.IsWhiteSpace())
        {
            throw new CommandException("No mnemonic of the coldkey was given. Type it when asked, or give it in one line of standard input. Nothing was sent.");
        }

        try
        {
            return Keypair.FromMnemonic(mnemonic.Chars);
        }
        catch (FormatException malformed)
        {
            throw new CommandException($"{malformed.Message} Nothing was sent.", malformed);
        }
    }
}
