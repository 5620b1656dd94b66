using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Wallets;
using Tsps.Local.Chain;
using Tsps.Testing;

namespace Tsps.Local.Tests.Commands;

/// <summary>What is said of a coldkey before it is asked for is what then happens.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class ColdkeyReaderTests : IDisposable
{
    private const string Phrase = "possible photo sunny supply kangaroo jump imitate pair only mail output cube";
    private const string Password = "geheim";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-coldkey-");
    private readonly List<string> _questions = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Without_a_file_the_mnemonic_is_asked_for()
    {
        var wallet = NewWallet();
        Assert.Equal("not in the wallet's folder; its mnemonic is asked for", ColdkeyReader.Describe(wallet));
        await OpenAsync(wallet, Phrase);
        Assert.StartsWith("Mnemonic", Assert.Single(_questions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_file_is_said_to_be_so_and_opened_with_its_password()
    {
        var wallet = NewWallet(Password);
        Assert.Equal($"{wallet.ColdkeyFile}, which is encrypted; its password is asked for, or its mnemonic where none is given", ColdkeyReader.Describe(wallet));
        await OpenAsync(wallet, Password);
        Assert.StartsWith("Password", Assert.Single(_questions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_password_the_mnemonic_is_asked_for()
    {
        await OpenAsync(NewWallet(Password), "", Phrase);
        Assert.Equal(2, _questions.Count);
        Assert.StartsWith("Mnemonic", _questions[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_encrypted_tells_its_address_and_asks_nothing()
    {
        var wallet = NewWallet("");
        using var expected = Keypair.FromMnemonic(Phrase);
        Assert.Equal(expected.Hotkey, WalletAddresses.FindColdkey(wallet));
        await OpenAsync(wallet);
        Assert.Empty(_questions);
    }

    /// <param name="password">Of the coldkey's file; empty for one that is not encrypted, null for none.</param>
    private Wallet NewWallet(string? password = null)
    {
        var wallet = new Wallet(_folder.FullName, "tsps", "default");
        if (password is not null)
        {
            // The files of hotkeys and coldkeys are alike.
            wallet.CreateHotkey(Phrase, password: password).Dispose();
            File.Copy(wallet.HotkeyFile, wallet.ColdkeyFile);
        }

        return wallet;
    }

    private async Task OpenAsync(Wallet wallet, params string[] answers)
    {
        var left = new Queue<string>(answers);
        var reader = new ColdkeyReader((question, _) =>
        {
            _questions.Add(question);
            return Task.FromResult<SecretText?>(new SecretText(left.Dequeue()));
        });
        using var coldkey = await reader.OpenAsync(wallet, TestContext.Current.CancellationToken);
        using var expected = Keypair.FromMnemonic(Phrase);
        Assert.Equal(expected.Hotkey, coldkey.Hotkey);
    }
}
