using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Wallets;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Wallets;

[Trait(Categories.Name, Categories.Unit)]
public sealed class KeyFileTests : IDisposable
{
    private const string Phrase = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    private const string OtherSeed = "0x0101010101010101010101010101010101010101010101010101010101010101";

    private readonly Keypair _ofPhrase = Keypair.FromMnemonic(Phrase);
    private readonly Keypair _ofSeed = Keypair.FromSeed(Convert.FromHexString(OtherSeed[2..]));

    public void Dispose()
    {
        _ofPhrase.Dispose();
        _ofSeed.Dispose();
    }

    [Fact]
    public void Prefers_the_seed_and_warns_that_the_phrase_disagrees()
    {
        var content = Parse($$"""{"secretPhrase": "{{Phrase}}", "secretSeed": "{{OtherSeed}}"}""");
        Assert.Equal(_ofSeed.Hotkey, content.Address);
        var warning = Assert.Single(content.Warnings);
        Assert.Contains(_ofPhrase.Hotkey.Address, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Prefers_the_seed_and_warns_that_the_phrase_is_none()
    {
        var content = Parse($$"""{"secretPhrase": "not a phrase", "secretSeed": "{{OtherSeed}}"}""");
        Assert.Equal(_ofSeed.Hotkey, content.Address);
        Assert.Contains("no mnemonic", Assert.Single(content.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Prefers_the_phrase_to_the_expanded_key()
    {
        var content = Parse($$"""{"privateKey": "{{Expanded(_ofSeed)}}", "secretPhrase": "{{Phrase}}"}""");
        Assert.Equal(_ofPhrase.Hotkey, content.Address);
    }

    [Fact]
    public void Warns_of_an_address_that_is_not_the_keys()
    {
        var content = Parse($$"""{"ss58Address": "{{_ofPhrase.Hotkey}}", "privateKey": "{{Expanded(_ofSeed)}}"}""");
        Assert.Equal(_ofSeed.Hotkey, content.Address);
        Assert.Contains(_ofPhrase.Hotkey.Address, Assert.Single(content.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$NACL\u0001\u0002", "encrypted, and no password")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n6162", "encrypted, and no password")]
    [InlineData("gAAAAABh", "encrypted, and no password")]
    [InlineData("{}", "none of secretSeed")]
    [InlineData("null", "JSON object")]
    [InlineData("[]", "JSON object")]
    [InlineData("{\"secretSeed\": 5}", "JSON object")]
    [InlineData("{\"secretSeed\": \"0x12\"}", "secretSeed is not 32 bytes")]
    [InlineData("{\"secretSeed\": \"0xzz01010101010101010101010101010101010101010101010101010101010101\"}", "secretSeed is not 32 bytes")]
    [InlineData("{\"secretPhrase\": \"abandon ability\"}", "12, 15, 18, 21 or 24 words")]
    [InlineData("{\"privateKey\": \"0x12\"}", "privateKey is not 64 bytes")]
    [InlineData("{\"ss58Address\": \"5\"}", "no address")]
    [InlineData("{\"secretSeed\": \"\", \"ss58Address\": null}", "none of secretSeed")]
    [InlineData("{\"cryptoType\": 0, \"secretSeed\": \"0x0101010101010101010101010101010101010101010101010101010101010101\"}", "cryptoType is 0")]
    public void Says_what_is_wrong_and_in_which_file(string text, string reason)
    {
        var exception = Assert.Throws<KeyFileException>(() => Parse(text));
        Assert.Contains("hot.json", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_expanded_key_whose_scalar_is_none()
    {
        var exception = Assert.Throws<KeyFileException>(() => Parse($$"""{"privateKey": "0x{{new string('f', 128)}}"}"""));
        Assert.Contains("group order", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeats_no_secret_in_messages()
    {
        foreach (var text in new[] { $"{{\"secretPhrase\": \"{Phrase} secretword\"}}", $"\"{Phrase}", $"{{\"secretSeed\": \"{OtherSeed}01\"}}" })
        {
            var exception = Assert.Throws<KeyFileException>(() => Parse(text)).ToString();
            Assert.DoesNotContain("abandon", exception, StringComparison.Ordinal);
            Assert.DoesNotContain("secretword", exception, StringComparison.Ordinal);
            Assert.DoesNotContain("0101", exception, StringComparison.Ordinal);
        }
    }

    private static KeyFile Parse(string text)
    {
        var content = KeyFile.Parse(text, "hot.json");
        content.Keypair?.Dispose();
        return content;
    }

    private static string Expanded(Keypair keypair)
    {
        var expanded = new byte[Sr25519.ExpandedSize];
        keypair.CopyExpandedTo(expanded);
        return "0x" + Convert.ToHexStringLower(expanded);
    }
}
