using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Keys;
using Tsps.Subtensor;
using Tsps.Testing;

namespace Tsps.Neurons.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class SettingsTests
{
    private const string Phrase = "possible photo sunny supply kangaroo jump imitate pair only mail output cube";

    [Theory]
    [InlineData("eight")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("8.5")]
    public void A_wrong_number_is_refused_with_its_name_its_form_and_an_example(string value)
    {
        var refused = Assert.Throws<InvalidSettingException>(() => SubtensorSettings.Read(Reader(("Subtensor__Netuid", value))));
        Assert.Equal($"The setting Subtensor__Netuid is '{value}'. It must be a whole number from 0 to 65535, for example 8.", refused.Message);
    }

    [Fact]
    public void An_absent_or_blank_setting_has_its_default()
    {
        Assert.Equal((SubtensorSettings.RegistryNetwork, 8), Read(Reader()));
        Assert.Equal((SubtensorSettings.RegistryNetwork, 8), Read(Reader(("Subtensor__Network", " "), ("Subtensor__Netuid", ""))));

        static (string, int) Read(SettingReader settings) => SubtensorSettings.Read(settings) is var read ? (read.Network, (int)read.Netuid) : default;
    }

    [Theory]
    [InlineData("finney", "wss://entrypoint-finney.opentensor.ai:443", 8)]
    [InlineData("test", "wss://test.finney.opentensor.ai:443", 3)]
    [InlineData("local", "ws://127.0.0.1:9944", 8)]
    [InlineData("ws://10.0.0.4:9944, wss://node.example:443", "ws://10.0.0.4:9944", 8)]
    public void A_network_is_a_name_or_addresses_and_brings_its_netuid(string network, string firstEndpoint, int netuid)
    {
        var settings = SubtensorSettings.Read(Reader(("Subtensor__Network", network)));

        Assert.Equal(new Uri(firstEndpoint), settings.Chain!.Endpoints[0]);
        Assert.Equal(netuid, settings.Netuid);
        Assert.Equal(77, SubtensorSettings.Read(Reader(("Subtensor__Network", network), ("Subtensor__Netuid", "77"))).Netuid);
    }

    [Fact]
    public void Each_of_several_addresses_is_an_endpoint_to_go_on_to() =>
        Assert.Equal(2, SubtensorSettings.Read(Reader(("Subtensor__Network", "ws://10.0.0.4:9944,wss://node.example:443"))).Chain!.Endpoints.Count);

    [Theory]
    [InlineData("2", 2, 2)]
    [InlineData("15", 15, 15)]
    [InlineData("60", 15, 60)]
    public void The_time_limit_holds_for_connecting_as_for_an_answer(string seconds, int connecting, int answer)
    {
        var options = SubtensorSettings.Read(Reader(("Subtensor__TimeoutSeconds", seconds))).Reach(SubtensorNetwork.Local);

        Assert.Equal((TimeSpan.FromSeconds(connecting), TimeSpan.FromSeconds(answer)), (options.ConnectTimeout, options.CallTimeout));
    }

    [Theory]
    [InlineData("mars")]
    [InlineData("http://127.0.0.1:9944")]
    [InlineData("finney,test")]
    public void A_network_that_is_neither_a_name_nor_an_address_is_refused(string network)
    {
        var refused = Assert.Throws<InvalidSettingException>(() => SubtensorSettings.Read(Reader(("Subtensor__Network", network))));
        Assert.StartsWith($"The setting Subtensor__Network is '{network}'.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("registry", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_refused_is_not_repeated_with_its_password_and_key()
    {
        var refused = Assert.Throws<InvalidSettingException>(() => SubtensorSettings.Read(Reader(("Subtensor__Network", "https://me:geheim@node.example/rpc?key=geheim"))));
        Assert.StartsWith("The setting Subtensor__Network is 'https://***@node.example/rpc?***'.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Storage_must_be_named_in_one_of_its_two_forms()
    {
        Assert.Contains("AzureWebJobsStorage", Assert.Throws<InvalidSettingException>(() => StorageSettingsReader.Read(Reader())).Message, StringComparison.Ordinal);
        Assert.Equal("UseDevelopmentStorage=true", StorageSettingsReader.Read(Reader(("AzureWebJobsStorage", "UseDevelopmentStorage=true"))).ConnectionString);
        var byIdentity = StorageSettingsReader.Read(Reader(("AzureWebJobsStorage__accountName", "tsps"), ("AzureWebJobsStorage__clientId", "id")));
        Assert.Equal(("tsps", "id", null), (byIdentity.AccountName, byIdentity.ClientId, byIdentity.ConnectionString));
    }

    [Fact]
    public void A_mnemonic_gives_its_key_and_is_never_shown()
    {
        var wallet = WalletSettings.Read(Reader(("Wallet__Mnemonic", Phrase)), "Miner");
        using var key = wallet.Open(NullLogger.Instance);

        Assert.Equal(Keypair.FromMnemonic(Phrase).Hotkey, key.Hotkey);
        Assert.Equal("Wallet__Mnemonic", wallet.ToString());
    }

    [Fact]
    public void A_seed_stands_in_a_mnemonics_place()
    {
        const string Seed = "0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";
        using var key = WalletSettings.Read(Reader(("Wallet__Mnemonic", Seed))).Open(NullLogger.Instance);
        var refused = Assert.Throws<InvalidSettingException>(() => WalletSettings.Read(Reader(("Wallet__Mnemonic", Seed[..^1]))).Open(NullLogger.Instance));

        Assert.Equal("5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV", key.Hotkey.Address);
        Assert.Contains("64 hex digits", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("fac7", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_vault_reference_that_was_not_resolved_is_called_one()
    {
        var wallet = WalletSettings.Read(Reader(("Wallet__Mnemonic", "@Microsoft.KeyVault(SecretUri=https://tsps.vault.azure.net/secrets/hotkey-mnemonic)")));

        Assert.Contains("Key Vault Secrets User", Assert.Throws<InvalidSettingException>(() => wallet.Open(NullLogger.Instance)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_with_a_secret_print_none()
    {
        const string Connection = "DefaultEndpointsProtocol=https;AccountName=tsps;AccountKey=c2VjcmV0";
        var storage = StorageSettingsReader.Read(Reader(("AzureWebJobsStorage", Connection)));
        var subtensor = SubtensorSettings.Read(Reader(("Subtensor__RegistryStorage", Connection)));
        var node = SubtensorSettings.Read(Reader(("Subtensor__Network", "wss://me:geheim@node.example/rpc?key=c2VjcmV0")));
        var wallet = WalletSettings.Read(Reader(("Wallet__Password", "geheim")));

        Assert.All(new object[] { storage, subtensor, node, wallet }, settings =>
        {
            Assert.DoesNotContain("c2VjcmV0", settings.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("geheim", settings.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void An_encrypted_hotkey_needs_a_password_which_a_setting_or_btclis_variable_tells()
    {
        var folder = Directory.CreateTempSubdirectory("tsps-settings-");
        try
        {
            var file = new Bittensor.Wallets.Wallet(folder.FullName, "mine", "first");
            using var created = file.CreateHotkey(Phrase, password: "geheim");
            var variable = Bittensor.Wallets.BtcliPassword.VariableName(file.HotkeyFile);
            var hidden = Convert.ToBase64String([.. "geheim".Select((character, index) => (byte)(character ^ variable[index]))]);
            (string, string)[] names = [("Wallet__Path", folder.FullName), ("Wallet__Name", "mine"), ("Wallet__Hotkey", "first")];

            var without = WalletSettings.Read(Reader(names));
            var refused = Assert.Throws<InvalidSettingException>(() => without.Open(NullLogger.Instance));
            using var opened = WalletSettings.Read(Reader([.. names, (variable, hidden)])).Open(NullLogger.Instance);

            Assert.True(without.LacksPassword);
            Assert.Contains("Wallet__Password", refused.Message, StringComparison.Ordinal);
            Assert.Equal(created.Hotkey, opened.Hotkey);
            Assert.False(WalletSettings.Read(Reader([.. names, ("Miner__Wallet__Password", "geheim")]), "Miner").LacksPassword);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_role_has_a_wallet_of_its_own_where_its_settings_name_one()
    {
        var settings = Reader(("Wallet__Name", "both"), ("Wallet__Hotkey", "one"), ("Miner__Wallet__Hotkey", "other"));
        Assert.EndsWith(Path.Combine("both", "hotkeys", "other"), WalletSettings.Read(settings, "Miner").Wallet.HotkeyFile, StringComparison.Ordinal);
        Assert.EndsWith(Path.Combine("both", "hotkeys", "one"), WalletSettings.Read(settings, "Validator").Wallet.HotkeyFile, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DefaultEndpointsProtocol=https;AccountKey=c2VjcmV0")]
    [InlineData("nonsense")]
    public void A_malformed_connection_string_is_refused_by_name_and_not_repeated(string connection)
    {
        var refused = Assert.Throws<InvalidSettingException>(() => StorageSettingsReader.Read(Reader(("AzureWebJobsStorage", connection))));
        Assert.StartsWith("The setting AzureWebJobsStorage", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_mnemonic_is_refused_without_repeating_a_word_of_it()
    {
        var wallet = WalletSettings.Read(Reader(("Wallet__Mnemonic", Phrase.Replace("cube", "cubist", StringComparison.Ordinal))), "Miner");
        var refused = Assert.Throws<InvalidSettingException>(() => wallet.Open(NullLogger.Instance));

        Assert.StartsWith("The setting Wallet__Mnemonic is no recovery phrase", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("kangaroo", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("cubist", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_hotkey_file_is_named_together_with_the_settings_that_choose_it()
    {
        var wallet = WalletSettings.Read(Reader(("Wallet__Path", Path.Combine(Path.GetTempPath(), "no-such-wallets")), ("Wallet__Name", "mine"), ("Wallet__Hotkey", "first")), "Miner");
        var refused = Assert.Throws<InvalidSettingException>(() => wallet.Open(NullLogger.Instance));

        Assert.Contains(Path.Combine("no-such-wallets", "mine", "hotkeys", "first"), refused.Message, StringComparison.Ordinal);
        Assert.Contains("Wallet__Path", refused.Message, StringComparison.Ordinal);
    }

    private static SettingReader Reader(params (string Name, string Value)[] settings) => new(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
        .Build());
}
