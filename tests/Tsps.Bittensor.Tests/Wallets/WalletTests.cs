using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Wallets;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Wallets;

[Trait(Categories.Name, Categories.Unit)]
public sealed class WalletTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-wallets-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Opens_the_hotkey_that_it_created()
    {
        var wallet = new Wallet(_folder.FullName, "mine", "first");
        var mnemonic = Keypair.GenerateMnemonic(24).Chars.ToString();
        using var created = wallet.CreateHotkey($"  {mnemonic.Replace(" ", "  ", StringComparison.Ordinal)}\n");
        using var opened = wallet.OpenHotkey(NullLogger.Instance);
        Assert.Equal(created.Hotkey, opened.Hotkey);
        Assert.True(Sr25519.Verify(created.PublicKey.Span, "message"u8, opened.Sign("message"u8)));
        Assert.Contains(mnemonic, File.ReadAllText(wallet.HotkeyFile), StringComparison.Ordinal);
        Assert.Null(KeyFile.Read(wallet.HotkeyAddressFile).Keypair);
        Assert.Equal(["first", "firstpub.txt"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(wallet.HotkeyFile)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Makes_every_folder_that_lacks_for_the_owner_only()
    {
        var root = Path.Combine(_folder.FullName, "deep", "wallets");

        using var created = new Wallet(root, "mine", "first").CreateHotkey(Keypair.GenerateMnemonic().Chars.ToString());

        if (!OperatingSystem.IsWindows())
        {
            foreach (var folder in new[] { Path.GetDirectoryName(root)!, root, Path.Combine(root, "mine"), Path.Combine(root, "mine", "hotkeys") })
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
            }
        }
    }

    [Fact]
    public void Keeps_an_existing_hotkey_unless_told_to_replace_it()
    {
        var wallet = new Wallet(_folder.FullName);
        using var first = wallet.CreateHotkey(Keypair.GenerateMnemonic().Chars.ToString());
        var exception = Assert.Throws<KeyFileException>(() => wallet.CreateHotkey(Keypair.GenerateMnemonic().Chars.ToString()));
        Assert.Contains(wallet.HotkeyFile, exception.Message, StringComparison.Ordinal);
        using var kept = wallet.OpenHotkey(NullLogger.Instance);
        Assert.Equal(first.Hotkey, kept.Hotkey);

        using var second = wallet.CreateHotkey(Keypair.GenerateMnemonic().Chars.ToString(), overwrite: true);
        using var replaced = wallet.OpenHotkey(NullLogger.Instance);
        Assert.Equal(second.Hotkey, replaced.Hotkey);
        Assert.NotEqual(first.Hotkey, second.Hotkey);
    }

    [Fact]
    public void Leaves_nothing_behind_when_the_mnemonic_is_none()
    {
        Assert.Throws<FormatException>(() => new Wallet(_folder.FullName).CreateHotkey("no mnemonic"));
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public void Says_which_file_is_missing_and_how_to_make_it()
    {
        var wallet = new Wallet(_folder.FullName, "mine", "absent");
        var exception = Assert.Throws<KeyFileException>(() => wallet.OpenHotkey(NullLogger.Instance));
        Assert.Contains(wallet.HotkeyFile, exception.Message, StringComparison.Ordinal);
        Assert.Contains("btcli wallet new-hotkey --wallet-name mine --hotkey absent", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_that_holds_an_address_only()
    {
        using var keypair = Keypair.FromMnemonic(Keypair.GenerateMnemonic().Chars.ToString());
        var wallet = Write(Encoding.UTF8.GetString(KeyFileText.Public(keypair.PublicKey.Span, KeyFileStyle.Sdk6)));
        var exception = Assert.Throws<KeyFileException>(() => wallet.OpenHotkey(NullLogger.Instance));
        Assert.Contains(keypair.Hotkey.Address, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_folder_in_the_files_place()
    {
        var wallet = new Wallet(_folder.FullName);
        Directory.CreateDirectory(wallet.HotkeyFile);
        Assert.Contains("cannot be read", Assert.Throws<KeyFileException>(() => wallet.OpenHotkey(NullLogger.Instance)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Logs_that_the_file_contradicts_itself()
    {
        using var keypair = Keypair.FromMnemonic(Keypair.GenerateMnemonic().Chars.ToString());
        var text = Encoding.UTF8.GetString(KeyFileText.Secret(Keypair.GenerateMnemonic().Chars, KeyFileStyle.Sdk10));
        var address = KeyFile.Parse(text, "text").Address.Address;
        var wallet = Write(text.Replace(address, keypair.Hotkey.Address, StringComparison.Ordinal));
        var log = new ListLogger();
        using var opened = wallet.OpenHotkey(log);
        Assert.Equal(address, opened.Hotkey.Address);
        Assert.Contains(wallet.HotkeyFile, Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Lies_in_the_users_home_by_default()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal(Path.Combine(home, ".bittensor", "wallets", "default", "hotkeys", "default"), new Wallet().HotkeyFile);
    }

    [Fact]
    public void Lists_the_hotkeys_of_which_a_secret_or_an_address_is_there()
    {
        var wallet = new Wallet(_folder.FullName, "mine", "first");
        Assert.Empty(wallet.ListHotkeyNames());
        wallet.CreateHotkey(Keypair.GenerateMnemonic().Chars.ToString()).Dispose();
        File.WriteAllText(Wallet.AddressFileOf(Path.Combine(wallet.HotkeyFolder, "another")), "{}");

        Assert.Equal(["another", "first"], wallet.ListHotkeyNames());
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../other")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    public void Refuses_names_that_lead_elsewhere(string name)
    {
        Assert.Throws<ArgumentException>(() => new Wallet(_folder.FullName, name));
        Assert.Throws<ArgumentException>(() => new Wallet(_folder.FullName, "mine", name));
    }

    private Wallet Write(string text)
    {
        var wallet = new Wallet(_folder.FullName);
        Directory.CreateDirectory(Path.GetDirectoryName(wallet.HotkeyFile)!);
        File.WriteAllText(wallet.HotkeyFile, text);
        return wallet;
    }

    private sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
