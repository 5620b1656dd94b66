using Tsps.Testing;

namespace Tsps.Domain.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class HotkeyTests
{
    [Theory]
    [InlineData("5Grw vaEF")]
    [InlineData("5Grw\nvaEF")]
    [InlineData("5Grwé")]
    [InlineData("")]
    public void Refuses_what_is_no_address(string address) => Assert.Throws<ArgumentException>(() => new Hotkey(address));

    [Fact]
    public void Hotkeys_are_equal_and_ordered_by_their_address()
    {
        Assert.Equal(new Hotkey("5A"), new Hotkey("5A"));
        Assert.True(new Hotkey("5A") < new Hotkey("5a"));
        Assert.Equal("", default(Hotkey).Address);
    }
}
