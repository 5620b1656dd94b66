using Tsps.Bittensor.Keys;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Keys;

[Trait(Categories.Name, Categories.Unit)]
public sealed class SecretTextTests
{
    [Fact]
    public void Is_zeroed_when_it_is_disposed_of_and_shows_nothing()
    {
        var secret = new SecretText("a phrase of words");
        var memory = secret.Memory;
        Assert.DoesNotContain("phrase", secret.ToString(), StringComparison.Ordinal);

        secret.Dispose();

        Assert.Equal(new char[memory.Length], memory.ToArray());
        Assert.True(secret.IsEmpty);
    }

    [Fact]
    public void Leaves_nothing_behind_when_it_grows_or_loses_a_character()
    {
        using var secret = new SecretText("short");
        var before = secret.Memory;
        secret.Append(new string('x', 10_000));
        Assert.Equal(new char[before.Length], before.ToArray());

        var last = secret.Memory[^1..];
        secret.RemoveLast();
        Assert.Equal("short" + new string('x', 9_999), secret.Chars.ToString());
        Assert.Equal('\0', last.Span[0]);
    }

    [Fact]
    public void Tells_the_same_text_from_another()
    {
        using var secret = new SecretText("pass");

        Assert.True(secret.Equals("pass".AsSpan()));
        Assert.False(secret.Equals("Pass".AsSpan()));
        Assert.False(secret.Equals("passes".AsSpan()));
    }

    [Fact]
    public void A_new_mnemonic_can_be_zeroed()
    {
        var mnemonic = Keypair.GenerateMnemonic();
        var memory = mnemonic.Memory;

        mnemonic.Dispose();

        Assert.Equal(new char[memory.Length], memory.ToArray());
    }
}
