using System.Text;
using System.Text.Json;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Keys;

[Trait(Categories.Name, Categories.Golden)]
public sealed class SignatureGoldenTests
{
    [Fact]
    public void Verifies_bytes_as_the_binding_does()
    {
        Assert.All(KeyVectors.Items("signatures"), vector =>
        {
            var text = vector.Text("signature");
            var signature = text.StartsWith("0x", StringComparison.Ordinal) && text[2..].All(char.IsAsciiHexDigit) && text.Length % 2 == 0
                ? Convert.FromHexString(text[2..])
                : [];
            var message = Encoding.UTF8.GetBytes(vector.Text("message"));
            Assert.Equal(vector.GetProperty("raw_valid").GetBoolean(), Sr25519.Verify(vector.Bytes("public_hex"), message, signature));
            Assert.Equal(vector.GetProperty("raw_valid").GetBoolean(), vector.GetProperty("sr25519_binding") is { ValueKind: JsonValueKind.Object } binding && binding.IsTrue());
        });
    }

    [Fact]
    public void Verifies_texts_as_the_stricter_key_pair_object_does()
    {
        Assert.All(KeyVectors.Items("signatures"), vector =>
        {
            var expected = vector.GetProperty($"{KeyVectors.Sdk6}_keypair_verify").IsTrue() && vector.GetProperty($"{KeyVectors.Sdk10}_keypair_verify").IsTrue();
            Assert.Equal(expected, HotkeySignature.Verify(new Hotkey(vector.Text("ss58")), vector.Text("message"), vector.Text("signature")));
        });
    }

    [Fact]
    public void Signs_every_recorded_message_so_that_it_verifies()
    {
        Assert.All(KeyVectors.Items("signatures"), vector =>
        {
            using var keypair = Keypair.FromMnemonic(KeyVectors.Keys[vector.GetProperty("key").GetInt32()].Text("mnemonic"));
            var message = vector.Text("message");
            var signature = HotkeySignature.Sign(keypair, message);
            Assert.Equal(130, signature.Length);
            Assert.True(HotkeySignature.Verify(keypair.Hotkey, message, signature));
        });
    }

    [Fact]
    public void Refuses_to_sign_what_no_SDK_signs()
    {
        Assert.All(KeyVectors.Items("sign_errors"), vector =>
        {
            using var keypair = Keypair.FromMnemonic(KeyVectors.Keys[vector.GetProperty("key").GetInt32()].Text("mnemonic"));
            Assert.True(vector.GetProperty("sign_error").IsError());
            Assert.Throws<FormatException>(() => HotkeySignature.Sign(keypair, vector.Text("message")));
        });
    }
}
