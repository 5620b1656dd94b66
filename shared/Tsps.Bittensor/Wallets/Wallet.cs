using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Wallets.Encryption;

namespace Tsps.Bittensor.Wallets;

/// <summary>
/// A wallet's folder and one hotkey in it, where btcli and both SDK generations keep them: <c>&lt;path&gt;/&lt;name&gt;/coldkey</c> and
/// <c>&lt;path&gt;/&lt;name&gt;/hotkeys/&lt;hotkey&gt;</c>, each with a file beside it that holds the address only
/// (keys specification, "files on disk").
/// </summary>
public sealed partial class Wallet
{
    public const string DefaultPath = "~/.bittensor/wallets";
    public const string DefaultName = "default";
    public const string DefaultHotkey = "default";

    private const string AddressFileEnding = "pub.txt";

    /// <param name="path">The folder of all wallets; a leading <c>~</c> is the user's home.</param>
    /// <param name="name">The wallet's name.</param>
    /// <param name="hotkey">The hotkey's name, which is its file's name.</param>
    /// <exception cref="ArgumentException">A name is empty or is no name of a file.</exception>
    public Wallet(string path = DefaultPath, string name = DefaultName, string hotkey = DefaultHotkey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        CheckName(name, nameof(name), "wallet");
        CheckName(hotkey, nameof(hotkey), "hotkey");
        Name = name;
        HotkeyName = hotkey;
        Folder = Path.Combine(ExpandHome(path), name);
        HotkeyFile = Path.Combine(HotkeyFolder, hotkey);
    }

    public string Name { get; }

    public string HotkeyName { get; }

    /// <summary>The full path of the wallet's folder.</summary>
    public string Folder { get; }

    /// <summary>The file with the coldkey's secret.</summary>
    public string ColdkeyFile => Path.Combine(Folder, "coldkey");

    /// <summary>The folder with all hotkeys of the wallet.</summary>
    public string HotkeyFolder => Path.Combine(Folder, "hotkeys");

    /// <summary>The full path of the file with the hotkey's secret.</summary>
    public string HotkeyFile { get; }

    /// <summary>The file with the hotkey's address only, which SDK 10 writes beside the secret.</summary>
    public string HotkeyAddressFile => AddressFileOf(HotkeyFile);

    /// <summary>The file with the address only that belongs to a file with a secret.</summary>
    public static string AddressFileOf(string secretFile) => secretFile + AddressFileEnding;

    /// <summary>The names of all hotkeys of which a file is there, be it the address only, in order; none where there is no such folder.</summary>
    public IReadOnlyList<string> ListHotkeyNames() => !Directory.Exists(HotkeyFolder)
        ? []
        : [.. Directory.EnumerateFiles(HotkeyFolder)
            .Select(file => Path.GetFileName(file)!)
            .Select(name => name.EndsWith(AddressFileEnding, StringComparison.Ordinal) ? name[..^AddressFileEnding.Length] : name)
            .Distinct()
            .Order(StringComparer.Ordinal)];

    /// <summary>Reads the hotkey that signs, and logs a warning where the file contradicts itself. Blocks; see <see cref="KeyFile.Read"/>.</summary>
    /// <param name="password">Of an encrypted file; empty where there is none, and not looked at for others.</param>
    /// <exception cref="KeyFileException">The file is missing, unreadable, holds no secret, or is encrypted and the password is missing or wrong.</exception>
    public Keypair OpenHotkey(ILogger logger, ReadOnlySpan<char> password = default)
    {
        if (!File.Exists(HotkeyFile) && !Directory.Exists(HotkeyFile))
        {
            throw new KeyFileException($"There is no hotkey file {HotkeyFile}. Create it with `btcli wallet new-hotkey --wallet-name {Name} --hotkey {HotkeyName}`, or set the wallet's path, name and hotkey to those of an existing one.");
        }

        var content = KeyFile.Read(HotkeyFile, password);
        foreach (var warning in content.Warnings)
        {
            LogContradiction(logger, HotkeyFile, warning);
        }

        return content.Keypair
            ?? throw new KeyFileException($"The key file {HotkeyFile} holds the address {content.Address} only, which cannot sign: the secret file of this hotkey is needed.");
    }

    /// <summary>Writes a new hotkey of a mnemonic, with mode 0600, and in <see cref="KeyFileStyle.Sdk10"/> its address file; then gives the key, the caller's to dispose.</summary>
    /// <param name="overwrite">Whether a hotkey of that name may be replaced, which loses it unless its mnemonic is kept elsewhere.</param>
    /// <param name="password">Encrypts the file of the secret, as btcli does; an empty one leaves it readable to whoever can read the file.</param>
    /// <exception cref="FormatException">It is no mnemonic.</exception>
    /// <exception cref="KeyFileException">There is such a hotkey already, or the files cannot be written.</exception>
    public Keypair CreateHotkey(ReadOnlySpan<char> mnemonic, KeyFileStyle style = KeyFileStyle.Sdk10, bool overwrite = false, ReadOnlySpan<char> password = default)
    {
        var secretFile = EncryptedKeyFile.EncryptIf(password, KeyFileText.Secret(mnemonic, style));
        var keypair = Keypair.FromMnemonic(mnemonic);
        try
        {
            OwnerOnlyFile.Write(HotkeyFile, secretFile, overwrite);
            if (style == KeyFileStyle.Sdk10)
            {
                OwnerOnlyFile.Write(HotkeyAddressFile, KeyFileText.Public(keypair.PublicKey.Span, style), overwrite: true);
            }

            return keypair;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            keypair.Dispose();
            throw CannotWrite(exception, overwrite);
        }
    }

    public override string ToString() => HotkeyFile;

    private static void CheckName(string name, string parameter, string kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        if (name is "." or ".." || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
        {
            throw new ArgumentException($"'{name}' is no name of a {kind}: it names one folder or file, without a path.", parameter);
        }
    }

    private static string ExpandHome(string path)
    {
        var isHome = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal);
        var expanded = isHome ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..] : path;
        return Path.GetFullPath(expanded);
    }

    private KeyFileException CannotWrite(Exception exception, bool overwrite) => new(
        !overwrite && File.Exists(HotkeyFile)
            ? $"There is a hotkey file {HotkeyFile} already; choose another hotkey name, or remove it once its mnemonic is kept safe."
            : $"The hotkey file {HotkeyFile} cannot be written: {exception.Message}",
        exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Key file {Path} contradicts itself. {Contradiction}")]
    private static partial void LogContradiction(ILogger logger, string path, string contradiction);
}
