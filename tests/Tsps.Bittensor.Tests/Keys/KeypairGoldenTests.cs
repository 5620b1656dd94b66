using System.Text.Json;
using Tsps.Bittensor.Keys;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Keys;

[Trait(Categories.Name, Categories.Golden)]
public sealed class KeypairGoldenTests
{
    [Fact]
    public void Takes_a_mnemonic_to_entropy_seed_key_and_address()
    {
        Assert.All(KeyVectors.Keys, key =>
        {
            var mnemonic = key.Text("mnemonic");
            var miniSecret = new byte[Sr25519.MiniSecretSize];
            Mnemonic.ToMiniSecret(mnemonic, "", miniSecret);
            Assert.Equal(key.Text("entropy_hex"), Convert.ToHexStringLower(Mnemonic.ToEntropy(mnemonic)));
            Assert.Equal(mnemonic, Mnemonic.FromEntropy(key.Bytes("entropy_hex")).Chars.ToString());
            Assert.Equal(key.Text("mini_secret_hex"), Convert.ToHexStringLower(miniSecret));

            using var keypair = Keypair.FromMnemonic(mnemonic);
            AssertIs(key, keypair);
        });
    }

    [Fact]
    public void Makes_the_same_key_of_seed_and_expanded_key()
    {
        Assert.All(KeyVectors.Keys, key =>
        {
            using var fromSeed = Keypair.FromSeed(key.Bytes("mini_secret_hex"));
            using var fromExpanded = Keypair.FromExpanded(key.Bytes("expanded_private_hex"));
            AssertIs(key, fromSeed);
            AssertIs(key, fromExpanded);
        });
    }

    [Fact]
    public void Derives_at_every_path()
    {
        var derived = KeyVectors.Keys.SelectMany(key => key.GetProperty("derived").EnumerateObject(), (key, path) => (Key: key, Path: path)).ToArray();
        Assert.NotEmpty(derived);
        Assert.All(derived, item =>
        {
            var expected = item.Path.Value;
            if (expected.TryGetProperty(KeyVectors.Sdk10, out var newest))
            {
                expected = newest;
            }

            using var keypair = Keypair.FromSecretUri(item.Key.Text("mnemonic") + item.Path.Name);
            Assert.Equal(expected.Text("ss58"), keypair.Hotkey.Address);
            Assert.Equal(expected.Text("public_hex"), Convert.ToHexStringLower(keypair.PublicKey.Span));
            if (expected.TryGetProperty("expanded_private_hex", out var expanded))
            {
                AssertExpanded(expanded.GetString()!, keypair, endsSoft: LastStepIsSoft(item.Path.Name));
            }
        });
    }

    [Fact]
    public void Accepts_and_refuses_the_same_mnemonics()
    {
        Assert.All(KeyVectors.Cases("bad_mnemonics"), vector =>
        {
            var mnemonic = vector.Value.Text("mnemonic");
            var expected = vector.Value.GetProperty(KeyVectors.Sdk10);
            Assert.Equal(expected.IsError(), vector.Value.GetProperty(KeyVectors.Sdk6).IsError());
            if (expected.IsError())
            {
                Assert.Throws<FormatException>(() => Keypair.FromMnemonic(mnemonic));
                return;
            }

            using var keypair = Keypair.FromMnemonic(mnemonic);
            Assert.Equal(expected.Text("public_hex"), Convert.ToHexStringLower(keypair.PublicKey.Span));
        });
    }

    private static bool LastStepIsSoft(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash == 0 || path[slash - 1] != '/';
    }

    private static void AssertIs(JsonElement key, Keypair keypair)
    {
        Assert.Equal(key.Text("public_hex"), Convert.ToHexStringLower(keypair.PublicKey.Span));
        Assert.Equal(key.Text("ss58"), keypair.Hotkey.Address);
        AssertExpanded(key.Text("expanded_private_hex"), keypair, endsSoft: false);
    }

    /// <summary>After a soft step the nonce seed is random by design, so only the scalar is comparable.</summary>
    private static void AssertExpanded(string expectedHex, Keypair keypair, bool endsSoft)
    {
        var expanded = new byte[Sr25519.ExpandedSize];
        keypair.CopyExpandedTo(expanded);
        var compared = endsSoft ? Sr25519.ScalarSize : Sr25519.ExpandedSize;
        Assert.Equal(expectedHex[..(2 * compared)], Convert.ToHexStringLower(expanded.AsSpan(0, compared)));
    }
}
