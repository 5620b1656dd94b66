using Tsps.Bittensor.Wallets;
using Tsps.Domain;

namespace Tsps.Local.Chain;

/// <summary>Addresses in a wallet folder: from the files that hold addresses only, where there are any, else from those with secrets.</summary>
internal static class WalletAddresses
{
    private const string AddressFileEnd = "pub.txt";

    /// <summary>The address of a hotkey file; null when there is none.</summary>
    internal static Hotkey? FindHotkey(string file) => Find(file + AddressFileEnd) ?? Find(file);

    /// <summary>The address of the wallet's coldkey; null when the folder does not tell it.</summary>
    internal static Hotkey? FindColdkey(Wallet wallet) => Find(ColdkeyFile(wallet) + AddressFileEnd);

    /// <summary>The file with the coldkey's secret, which may be encrypted.</summary>
    internal static string ColdkeyFile(Wallet wallet) => Path.Combine(Folder(wallet), "coldkey");

    /// <summary>Every hotkey of the wallet, by name.</summary>
    internal static IReadOnlyList<(string Name, Hotkey Address)> ListHotkeys(Wallet wallet)
    {
        var folder = Path.GetDirectoryName(wallet.HotkeyFile)!;
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var names = Directory.EnumerateFiles(folder)
            .Select(file => Path.GetFileName(file)!)
            .Select(name => name.EndsWith(AddressFileEnd, StringComparison.Ordinal) ? name[..^AddressFileEnd.Length] : name)
            .Distinct()
            .Order(StringComparer.Ordinal);
        return [.. names.Select(name => (name, FindHotkey(Path.Combine(folder, name)))).Where(found => found.Item2 is not null).Select(found => (found.name, found.Item2!.Value))];
    }

    private static string Folder(Wallet wallet) => Path.GetDirectoryName(Path.GetDirectoryName(wallet.HotkeyFile))!;

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
