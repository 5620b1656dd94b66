using System.Text;
using System.Text.Json;
using Tsps.Bittensor.Tests.Keys;
using Tsps.Bittensor.Wallets;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Wallets;

/// <summary>Files that other implementations encrypted, and our own. Each try takes seconds, so there are few.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class EncryptedKeyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-encrypted-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Opens_what_other_implementations_have_encrypted()
    {
        using var vectors = GoldenFile.Read("wallets/encrypted.json");
        Assert.All(vectors.RootElement.GetProperty("files").EnumerateArray(), file =>
        {
            var path = Write(file);

            Assert.True(KeyFile.IsEncrypted(path));
            var content = KeyFile.Read(path, file.Text("password"));
            using var keypair = content.Keypair;

            Assert.Equal(file.Text("ss58"), content.Address.Address);
            Assert.NotNull(keypair);
            Assert.Empty(content.Warnings);
        });
    }

    [Fact]
    public void Says_of_each_that_the_password_is_wrong_or_missing_and_repeats_none()
    {
        using var vectors = GoldenFile.Read("wallets/encrypted.json");
        Assert.All(vectors.RootElement.GetProperty("files").EnumerateArray().DistinctBy(file => file.Text("method")), file =>
        {
            var path = Write(file);

            var wrong = Assert.Throws<KeyFileException>(() => KeyFile.Read(path, "another-pass"));
            var missing = Assert.Throws<KeyFileException>(() => KeyFile.Read(path));

            Assert.Contains("the password is wrong", wrong.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("another-pass", wrong.ToString(), StringComparison.Ordinal);
            Assert.Contains("no password was given", missing.Message, StringComparison.Ordinal);
            Assert.Contains(path, missing.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("$NACL")]
    [InlineData("$NACL too short for a nonce")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\nzz")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n61620a6162")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n61620a61620a616")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n61620a61620a")]
    [InlineData("gAAAAA")]
    [InlineData("gAAAAA!not base64url")]
    public void Says_that_a_damaged_file_cannot_be_decrypted(string text)
    {
        var damaged = Assert.Throws<KeyFileException>(() => KeyFile.Parse(text, "hot.json", "any"));
        Assert.Contains("hot.json", damaged.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be decrypted", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_of_which_one_bit_was_changed()
    {
        using var vectors = GoldenFile.Read("wallets/encrypted.json");
        var file = vectors.RootElement.GetProperty("files").EnumerateArray().First(file => file.Text("method").StartsWith("ansible", StringComparison.Ordinal));
        var bytes = Convert.FromBase64String(file.Text("file"));
        bytes[^3] = (byte)(bytes[^3] == '0' ? '1' : '0');

        var damaged = Assert.Throws<KeyFileException>(() => KeyFile.Parse(Encoding.ASCII.GetString(bytes), "hot.json", file.Text("password")));

        Assert.Contains("cannot be decrypted", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Opens_what_it_has_encrypted_itself_and_leaves_no_secret_readable_in_the_file()
    {
        var wallet = new Wallet(_folder.FullName, "mine", "first");
        var mnemonic = Tsps.Bittensor.Keys.Keypair.GenerateMnemonic().Chars.ToString();

        using var created = wallet.CreateHotkey(mnemonic, password: "pass phrase");
        var content = KeyFile.Read(wallet.HotkeyFile, "pass phrase");
        using var opened = content.Keypair;

        Assert.Equal(created.Hotkey, content.Address);
        Assert.True(KeyFile.IsEncrypted(wallet.HotkeyFile));
        Assert.False(KeyFile.IsEncrypted(wallet.HotkeyAddressFile));
        Assert.DoesNotContain(mnemonic.Split(' ')[0], Encoding.Latin1.GetString(File.ReadAllBytes(wallet.HotkeyFile)), StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_the_password_from_where_btcli_keeps_it()
    {
        const string Name = "BT_PW__HOME_ME__BITTENSOR_WALLETS_DEFAULT_HOTKEYS_DEFAULT";
        var hidden = Convert.ToBase64String([.. Encoding.UTF8.GetBytes("geheim-ü").Select((part, index) => (byte)(part ^ Name[index]))]);

        Assert.Equal("geheim-ü", BtcliPassword.Reveal(Name, hidden));
        Assert.Null(BtcliPassword.Reveal(Name, "plain text"));
        Assert.Equal(Name, BtcliPassword.VariableName("/home/me/.bittensor/wallets/default/hotkeys/default".Replace('/', Path.DirectorySeparatorChar)));
    }

    private string Write(JsonElement file)
    {
        var path = Path.Combine(_folder.FullName, Guid.NewGuid().ToString());
        File.WriteAllBytes(path, Convert.FromBase64String(file.Text("file")));
        return path;
    }
}
