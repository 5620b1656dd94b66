using System.CommandLine;
using Tsps.Bittensor.Keys;
using Tsps.Local.Commands;
using Tsps.Testing;

namespace Tsps.Local.Tests.Commands;

[Trait(Categories.Name, Categories.Unit)]
public sealed class WalletCommandTests : IDisposable
{
    private const string Mnemonic = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
    private const string Address = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-wallet-");

    private string HotkeyFile => Path.Combine(_folder.FullName, "mine", "hotkeys", "first");

    [Fact]
    public async Task Makes_a_hotkey_and_shows_its_mnemonic_which_gives_the_same_hotkey()
    {
        var output = await SucceedAsync(null, ["wallet", "new", "--words", "24", .. Wallet]);

        var words = Value(output, "mnemonic");
        Assert.Equal(24, words.Split(' ').Length);
        using var keypair = Keypair.FromMnemonic(words);
        Assert.Equal(keypair.Hotkey.Address, Value(output, "hotkey"));
        Assert.Equal(HotkeyFile, Value(output, "from"));
        Assert.True(File.Exists(HotkeyFile));
    }

    [Theory]
    [InlineData("new")]
    [InlineData("import")]
    public async Task Refuses_to_replace_a_hotkey(string verb)
    {
        await SucceedAsync(Mnemonic, ["wallet", "import", .. Wallet]);
        var before = await File.ReadAllTextAsync(HotkeyFile, TestContext.Current.CancellationToken);

        var (code, output, error) = await InvokeAsync("legal winner thank year wave sausage worth useful legal winner thank yellow", ["wallet", verb, .. Wallet]);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("already", error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(HotkeyFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Imports_a_mnemonic_and_then_shows_the_hotkey_without_a_secret()
    {
        var imported = await SucceedAsync($"  {Mnemonic} ", ["wallet", "import", .. Wallet]);
        var shown = await SucceedAsync(null, ["wallet", "show", .. Wallet]);

        Assert.Equal(Address, Value(imported, "hotkey"));
        Assert.Equal(imported, shown);
        Assert.Equal("0x" + Convert.ToHexStringLower(Ss58.Decode(Address)), Value(shown, "public key"));
        Assert.DoesNotContain("bottom", shown, StringComparison.Ordinal);
        Assert.Equal(3, shown.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData(null, "No mnemonic")]
    [InlineData("", "No mnemonic")]
    [InlineData("bottom drive", "not 2")]
    [InlineData("bottom drive obey lake curtain smoke basket hold race lonely fit bottom", "checksum")]
    public async Task Refuses_what_is_no_mnemonic_without_repeating_it(string? mnemonic, string expected)
    {
        var (code, _, error) = await InvokeAsync(mnemonic, ["wallet", "import", .. Wallet]);

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("bottom", error, StringComparison.Ordinal);
        Assert.False(File.Exists(HotkeyFile));
    }

    [Fact]
    public async Task Encrypts_with_a_password_and_asks_for_it_where_no_setting_tells_it()
    {
        var imported = await AnswerWellAsync(["wallet", "import", "--use-password", .. Wallet], Mnemonic, "geheim", "geheim");

        var shown = await AnswerWellAsync(["wallet", "show", .. Wallet], "geheim");
        var settings = CommandTests.WriteSettings(_folder, ("Wallet__Password", "geheim"));
        var signed = await AnswerWellAsync(["wallet", "sign", "text", "--settings", settings, .. Wallet]);
        var (code, output, error) = await InvokeAsync("wrong", ["wallet", "sign", "text", .. Wallet]);

        Assert.Equal(Address, Value(imported, "hotkey"));
        Assert.Equal(imported, shown);
        Assert.True(HotkeySignature.Verify(new Tsps.Domain.Hotkey(Address), "text", signed.Trim()));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("password is wrong", error, StringComparison.Ordinal);
        Assert.Contains("Wallet__Password", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_nothing_when_the_new_password_is_not_repeated_or_missing()
    {
        var differing = await AnswerAsync(["wallet", "new", "--use-password", .. Wallet], "geheim", "geheimer");
        var missing = await AnswerAsync(["wallet", "new", "--use-password", .. Wallet], "");

        Assert.Equal((1, 1), (differing.Code, missing.Code));
        Assert.Contains("differ", differing.Error, StringComparison.Ordinal);
        Assert.Contains("No password", missing.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(HotkeyFile));
    }

    [Fact]
    public async Task Takes_no_mnemonic_as_an_argument()
    {
        var (code, _, _) = await InvokeAsync(null, ["wallet", "import", Mnemonic, .. Wallet]);

        Assert.Equal(1, code);
        Assert.False(File.Exists(HotkeyFile));
    }

    [Fact]
    public async Task Shows_the_hotkey_of_a_phrase_in_the_settings_until_an_option_names_a_folder()
    {
        var settings = CommandTests.WriteSettings(_folder, ("Wallet__Mnemonic", Mnemonic));

        var shown = await SucceedAsync(null, "wallet", "show", "--settings", settings);
        var (code, _, error) = await InvokeAsync(null, ["wallet", "show", "--settings", settings, .. Wallet]);

        Assert.Equal((Address, "Wallet__Mnemonic"), (Value(shown, "hotkey"), Value(shown, "from")));
        Assert.Equal(1, code);
        Assert.Contains(HotkeyFile, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_a_file_that_holds_the_address_only_and_says_that_it_cannot_sign()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(HotkeyFile)!);
        await File.WriteAllTextAsync(HotkeyFile, $$"""{"ss58Address": "{{Address}}"}""", TestContext.Current.CancellationToken);

        var shown = await SucceedAsync(null, ["wallet", "show", .. Wallet]);
        var (code, _, error) = await InvokeAsync(null, ["wallet", "sign", "text", .. Wallet]);

        Assert.Equal(Address, Value(shown, "hotkey"));
        Assert.Contains("cannot sign", shown, StringComparison.Ordinal);
        Assert.Equal(1, code);
        Assert.Contains("cannot sign", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_on_show_that_a_file_contradicts_itself()
    {
        await SucceedAsync(Mnemonic, ["wallet", "import", .. Wallet]);
        var other = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
        var text = await File.ReadAllTextAsync(HotkeyFile, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(HotkeyFile, text.Replace(Address, other, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (code, output, error) = await InvokeAsync(null, ["wallet", "show", .. Wallet]);

        Assert.Equal(0, code);
        Assert.Equal(Address, Value(output, "hotkey"));
        Assert.Contains(other, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I own this hotkey")]
    [InlineData("@all: umlauts äöü")]
    [InlineData("0x00ff")]
    public async Task Signs_what_it_then_verifies(string text)
    {
        await SucceedAsync(Mnemonic, ["wallet", "import", .. Wallet]);

        var signature = (await SucceedAsync(null, ["wallet", "sign", text, .. Wallet])).Trim();
        var verified = await SucceedAsync(null, "wallet", "verify", text, "--hotkey", Address, "--signature", signature);
        var (code, output, _) = await InvokeAsync(null, "wallet", "verify", text + "00", "--hotkey", Address, "--signature", signature);

        Assert.StartsWith("Valid", verified, StringComparison.Ordinal);
        Assert.Equal(1, code);
        Assert.StartsWith("Not valid", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wallet sign 0xabc", "hex digits")]
    [InlineData("wallet verify text --hotkey 5Grw --signature 0x00", "--hotkey")]
    [InlineData("wallet new --words 13", "13")]
    [InlineData("wallet show --wallet-name ../other", "../other")]
    public async Task Refuses_wrong_arguments_and_says_which(string arguments, string expected)
    {
        var settings = CommandTests.WriteSettings(_folder, ("Wallet__Mnemonic", Mnemonic));
        string[] words = arguments.StartsWith("wallet verify", StringComparison.Ordinal) ? arguments.Split(' ') : [.. arguments.Split(' '), "--settings", settings];

        var (code, _, error) = await InvokeAsync(null, words);

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string[] Wallet => ["--wallet-path", _folder.FullName, "--wallet-name", "mine", "--wallet-hotkey", "first"];

    private static Task<(int Code, string Output, string Error)> InvokeAsync(string? secret, params string[] arguments) =>
        CommandTests.InvokeAsync(new RootCommand { WalletCommand.Create((_, _) => Task.FromResult(secret is null ? null : new SecretText(secret))) }, arguments);

    /// <param name="secrets">What is answered to each question for a secret, in order.</param>
    private static Task<(int Code, string Output, string Error)> AnswerAsync(string[] arguments, params string[] secrets)
    {
        var rest = new Queue<string>(secrets);
        return CommandTests.InvokeAsync(new RootCommand { WalletCommand.Create((_, _) => Task.FromResult<SecretText?>(new SecretText(rest.Dequeue()))) }, arguments);
    }

    private static async Task<string> AnswerWellAsync(string[] arguments, params string[] secrets)
    {
        var (code, output, error) = await AnswerAsync(arguments, secrets);
        Assert.Equal(("", 0), (error, code));
        return output;
    }

    private static async Task<string> SucceedAsync(string? secret, params string[] arguments)
    {
        var (code, output, error) = await InvokeAsync(secret, arguments);
        Assert.Equal(("", 0), (error, code));
        return output;
    }

    private static string Value(string output, string label) =>
        Assert.Single(output.Split('\n'), line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..].Trim();
}
