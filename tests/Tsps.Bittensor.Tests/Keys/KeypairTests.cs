using System.Numerics;
using FsCheck.Xunit;
using Tsps.Bittensor.Keys;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Keys;

[Trait(Categories.Name, Categories.Unit)]
public sealed class KeypairTests
{
    private const string Phrase = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

    [Fact]
    public void Shows_its_address_and_no_secret()
    {
        using var keypair = Keypair.FromMnemonic(Phrase);
        Assert.Equal(keypair.Hotkey.Address, keypair.ToString());
        Assert.Equal(Ss58.Decode(keypair.Hotkey.Address), keypair.PublicKey.ToArray());
    }

    [Fact]
    public void Neither_signs_nor_derives_once_disposed()
    {
        var keypair = Keypair.FromMnemonic(Phrase);
        keypair.Dispose();
        keypair.Dispose();
        Assert.Throws<ObjectDisposedException>(() => keypair.Sign("message"u8));
        Assert.Throws<ObjectDisposedException>(() => keypair.Derive("//hard"));
    }

    [Fact]
    public void Derives_step_by_step_what_a_whole_path_gives()
    {
        using var root = Keypair.FromMnemonic(Phrase);
        using var whole = root.Derive("//validator/0//2");
        using var first = root.Derive("//validator");
        using var second = first.Derive("/0");
        using var third = second.Derive("//2");
        using var fromUri = Keypair.FromSecretUri(Phrase + "//validator/0//2");
        Assert.Equal(whole.Hotkey, third.Hotkey);
        Assert.Equal(whole.Hotkey, fromUri.Hotkey);
        Assert.True(Sr25519.Verify(second.PublicKey.Span, "message"u8, second.Sign("message"u8)));
    }

    [Fact]
    public void Stays_itself_on_the_empty_path()
    {
        using var root = Keypair.FromMnemonic(Phrase);
        using var same = root.Derive("");
        Assert.Equal(root.Hotkey, same.Hotkey);
    }

    [Fact]
    public void Takes_a_password_with_the_phrase_only()
    {
        using var plain = Keypair.FromMnemonic(Phrase);
        using var withPassword = Keypair.FromMnemonic(Phrase, "secret/word");
        using var fromUri = Keypair.FromSecretUri(Phrase + "///secret/word");
        Assert.Equal(withPassword.Hotkey, fromUri.Hotkey);
        Assert.NotEqual(plain.Hotkey, withPassword.Hotkey);
        Assert.Throws<FormatException>(() => plain.Derive("//hard///password"));
    }

    [Theory]
    [InlineData("hard")]
    [InlineData("//")]
    [InlineData("/")]
    [InlineData("//hard/")]
    [InlineData("//hard//")]
    public void Refuses_a_malformed_path(string path)
    {
        using var root = Keypair.FromMnemonic(Phrase);
        Assert.Throws<FormatException>(() => root.Derive(path));
    }

    [Fact]
    public void Tells_numbers_from_names_in_a_path()
    {
        using var root = Keypair.FromMnemonic(Phrase);
        using var number = root.Derive("//7");
        using var padded = root.Derive("//007");
        using var name = root.Derive("//+7");
        using var beyond64Bits = root.Derive("//18446744073709551616");
        Assert.Equal(number.Hotkey, padded.Hotkey);
        Assert.NotEqual(number.Hotkey, name.Hotkey);
        Assert.NotEqual(root.Hotkey, beyond64Bits.Hotkey);
    }

    [Property(MaxTest = 30)]
    public void Expands_to_the_clamped_hash_divided_by_eight(Guid left, Guid right)
    {
        byte[] seed = [.. left.ToByteArray(), .. right.ToByteArray()];
        using var keypair = Keypair.FromSeed(seed);
        var expanded = new byte[Sr25519.ExpandedSize];
        keypair.CopyExpandedTo(expanded);

        var hash = System.Security.Cryptography.SHA512.HashData(seed);
        var clamped = (new BigInteger(hash.AsSpan(0, 32), isUnsigned: true) & ((BigInteger.One << 254) - 8)) | (BigInteger.One << 254);
        Assert.Equal(clamped / 8, new BigInteger(expanded.AsSpan(0, 32), isUnsigned: true));
        Assert.Equal(hash[32..], expanded[32..]);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void Refuses_a_seed_of_another_length(int length) =>
        Assert.Throws<ArgumentException>(() => Keypair.FromSeed(new byte[length]));

    [Fact]
    public void Refuses_an_expanded_key_whose_scalar_is_zero_or_multiplied_by_eight()
    {
        using var keypair = Keypair.FromMnemonic(Phrase);
        var expanded = new byte[Sr25519.ExpandedSize];
        keypair.CopyExpandedTo(expanded);
        var timesEight = (byte[])expanded.Clone();
        (new BigInteger(expanded.AsSpan(0, 32), isUnsigned: true) * 8).TryWriteBytes(timesEight, out _, isUnsigned: true);

        Assert.Throws<ArgumentException>(() => Keypair.FromExpanded(timesEight));
        Assert.Throws<ArgumentException>(() => Keypair.FromExpanded(new byte[Sr25519.ExpandedSize]));
        Assert.Throws<ArgumentException>(() => Keypair.FromExpanded(expanded.AsSpan(0, 63)));
    }
}
