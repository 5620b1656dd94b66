using Tsps.Bittensor.Wallets;
using Tsps.Domain;

namespace Tsps.Local.Chain;

/// <summary>Addresses in a wallet folder: from the files that hold addresses only, where there are any, else from those with secrets.</summary>
internal static class WalletAddresses
{
    /// <summary>The address of a hotkey file; null when there is none.</summary>
    internal static Hotkey? FindHotkey(string file) => Find(Wallet.AddressFileOf(file)) ?? Find(file);

    /// <summary>The address of the wallet's coldkey; null when the folder does not tell it.</summary>
    internal static Hotkey? FindColdkey(Wallet wallet) => Find(Wallet.AddressFileOf(wallet.ColdkeyFile)) ?? Find(wallet.ColdkeyFile);

    /// <summary>Every hotkey of the wallet, by name.</summary>
    internal static IReadOnlyList<(string Name, Hotkey Address)> ListHotkeys(Wallet wallet) =>
        [.. wallet.ListHotkeyNames()
            .Select(name => (Name: name, Address: FindHotkey(Path.Combine(wallet.HotkeyFolder, name))))
            .Where(found => found.Address is not null)
            .Select(found => (found.Name, found.Address!.Value))];

    private static Hotkey? Find(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var content = KeyFile.Read(file);
            content.Keypair?.Dispose();
            return content.Address;
        }
        catch (KeyFileException)
        {
            // Encrypted, or something else that lies there.
            return null;
        }
    }
}
