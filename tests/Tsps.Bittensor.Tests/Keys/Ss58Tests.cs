using FsCheck.Xunit;
using Tsps.Bittensor.Keys;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Keys;

[Trait(Categories.Name, Categories.Unit)]
public sealed class Ss58Tests
{
    [Property]
    public bool Takes_keys_to_addresses_and_back_in_every_format(Guid left, Guid right, ushort format)
    {
        format %= 16384;
        if (format is 46 or 47)
        {
            format++;
            format++;
        }

        byte[] publicKey = [.. left.ToByteArray(), .. right.ToByteArray()];
        var decoded = new byte[Sr25519.PublicKeySize];
        return Ss58.TryDecode(Ss58.Encode(publicKey, format), decoded, out var decodedFormat)
            && decodedFormat == format
            && decoded.AsSpan().SequenceEqual(publicKey);
    }

    [Property]
    public bool Refuses_an_address_with_two_different_characters_exchanged(Guid left, Guid right, uint place)
    {
        var address = Ss58.Encode([.. left.ToByteArray(), .. right.ToByteArray()]).Address.ToCharArray();
        var first = (int)(place % (address.Length - 1));
        (address[first], address[first + 1]) = (address[first + 1], address[first]);
        return address[first] == address[first + 1] || !Ss58.TryDecode(address, new byte[Sr25519.PublicKeySize], out _);
    }

    [Property]
    public bool Never_throws_for_arbitrary_text(string? text) =>
        !Ss58.TryDecode(text, new byte[Sr25519.PublicKeySize], out _);

    [Fact]
    public void Refuses_a_flood_of_ones_at_once()
    {
        Assert.False(Ss58.TryDecode(new string('1', 1_000_000), new byte[Sr25519.PublicKeySize], out _));
        Assert.False(Ss58.TryDecode(new string('1', 50), new byte[Sr25519.PublicKeySize], out _));
    }

    [Fact]
    public void Says_why_an_address_is_refused()
    {
        var address = Ss58.Encode(new byte[Sr25519.PublicKeySize], 0);
        Assert.Contains("format is 0", Assert.Throws<FormatException>(() => Ss58.Decode(address)).Message, StringComparison.Ordinal);
        Assert.Contains("base58", Assert.Throws<FormatException>(() => Ss58.Decode("5O0l")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeats_no_long_text_which_may_be_a_secret()
    {
        var message = Assert.Throws<FormatException>(() => Ss58.Decode(Keypair.GenerateMnemonic(24).Chars.ToString() + " secretword")).Message;
        Assert.DoesNotContain("secretword", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(46)]
    [InlineData(47)]
    [InlineData(16384)]
    public void Refuses_to_encode_a_format_that_does_not_exist(ushort format) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Ss58.Encode(new byte[Sr25519.PublicKeySize], format));

    [Fact]
    public void Refuses_a_key_of_another_length() =>
        Assert.Throws<ArgumentException>(() => Ss58.Encode(new byte[33]));
}
