using FsCheck.Xunit;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Keys;

[Trait(Categories.Name, Categories.Unit)]
public sealed class HotkeySignatureTests : IDisposable
{
    private readonly Keypair _keypair = Keypair.FromMnemonic(Keypair.GenerateMnemonic().Chars.ToString());

    public void Dispose() => _keypair.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(5000)]
    public void Accepts_messages_of_any_length_plain_and_wrapped(int length)
    {
        var message = new string('m', length);
        Assert.True(HotkeySignature.Verify(_keypair.Hotkey, message, HotkeySignature.Sign(_keypair, message)));
        Assert.True(HotkeySignature.Verify(_keypair.Hotkey, message, HotkeySignature.Sign(_keypair, $"<Bytes>{message}</Bytes>")));
        Assert.False(HotkeySignature.Verify(_keypair.Hotkey, $"<Bytes>{message}</Bytes>", HotkeySignature.Sign(_keypair, message)));
    }

    [Property]
    public bool Never_throws_for_arbitrary_signature_texts(string? signature) =>
        !HotkeySignature.Verify(_keypair.Hotkey, "message", signature);

    [Fact]
    public void Refuses_a_hotkey_that_is_none()
    {
        var signature = HotkeySignature.Sign(_keypair, "message");
        Assert.False(HotkeySignature.Verify(default, "message", signature));
        Assert.False(HotkeySignature.Verify(new Hotkey("nobody"), "message", signature));
    }

    [Fact]
    public void Refuses_another_name_of_the_same_key()
    {
        var signature = HotkeySignature.Sign(_keypair, "message");
        Assert.True(HotkeySignature.Verify(_keypair.Hotkey, "message", signature));
        Assert.False(HotkeySignature.Verify(new Hotkey(Ss58.Encode(_keypair.PublicKey.Span, 0)), "message", signature));
    }

    [Fact]
    public void Neither_signs_nor_accepts_texts_that_are_no_bytes()
    {
        var signature = HotkeySignature.Sign(_keypair, "\ufffd");
        foreach (var message in new[] { "\ud800", "0x123", "0x12 34", "0xzz" })
        {
            Assert.Throws<FormatException>(() => HotkeySignature.Sign(_keypair, message));
            Assert.False(HotkeySignature.Verify(_keypair.Hotkey, message, signature));
        }
    }

    [Fact]
    public void Means_the_bytes_of_a_hex_message()
    {
        Assert.True(HotkeySignature.Verify(_keypair.Hotkey, "hello", HotkeySignature.Sign(_keypair, "0x68656c6c6f")));
        Assert.True(HotkeySignature.Verify(_keypair.Hotkey, "", HotkeySignature.Sign(_keypair, "0x")));
    }
}
