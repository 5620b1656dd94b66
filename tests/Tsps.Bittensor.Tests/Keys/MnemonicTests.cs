using System.Security.Cryptography;
using FsCheck.Xunit;
using Tsps.Bittensor.Keys;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Keys;

[Trait(Categories.Name, Categories.Unit)]
public sealed class MnemonicTests
{
    [Fact]
    public void Carries_the_word_list_of_the_standard()
    {
        using var words = Mnemonic.OpenWordList();
        Assert.Equal("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda", Convert.ToHexStringLower(SHA256.HashData(words)));
    }

    [Property]
    public bool Takes_entropy_to_words_and_back(byte[] bytes, uint choice)
    {
        int[] sizes = [16, 20, 24, 28, 32];
        var entropy = new byte[sizes[choice % sizes.Length]];
        bytes.AsSpan(0, Math.Min(bytes.Length, entropy.Length)).CopyTo(entropy);
        var phrase = Mnemonic.FromEntropy(entropy).Chars.ToString();
        return phrase.Split(' ').Length == entropy.Length * 3 / 4 && Mnemonic.ToEntropy(phrase).AsSpan().SequenceEqual(entropy);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(15)]
    [InlineData(18)]
    [InlineData(21)]
    [InlineData(24)]
    public void Generates_phrases_that_are_keys(int wordCount)
    {
        var phrase = Keypair.GenerateMnemonic(wordCount).Chars.ToString();
        using var keypair = Keypair.FromMnemonic(phrase);
        Assert.Equal(wordCount, phrase.Split(' ').Length);
        Assert.NotEqual(phrase, Keypair.GenerateMnemonic(wordCount).Chars.ToString());
        Assert.True(Ss58.TryDecode(keypair.Hotkey.Address, new byte[Sr25519.PublicKeySize]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(27)]
    public void Refuses_to_generate_another_number_of_words(int wordCount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Keypair.GenerateMnemonic(wordCount));

    [Fact]
    public void Names_the_place_of_a_word_that_is_unknown_but_not_the_word()
    {
        var phrase = Keypair.GenerateMnemonic().Chars.ToString().Split(' ');
        phrase[4] = "notaword";
        var exception = Assert.Throws<FormatException>(() => Keypair.FromMnemonic(string.Join(' ', phrase)));
        Assert.Contains("Word 5", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("notaword", exception.Message, StringComparison.Ordinal);
    }
}
