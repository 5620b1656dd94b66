using Tsps.Local.Commands;
using Tsps.Testing;

namespace Tsps.Local.Tests.Commands;

[Trait(Categories.Name, Categories.Unit)]
public sealed class SecretPromptTests
{
    [Fact]
    public void Reads_standard_input_line_by_line()
    {
        using var input = new StringReader("first\r\n\nthird");

        using var first = SecretPrompt.ReadLine(input);
        using var second = SecretPrompt.ReadLine(input);
        using var third = SecretPrompt.ReadLine(input);

        Assert.Equal("first", first!.Chars.ToString());
        Assert.True(second!.IsEmpty);
        Assert.Equal("third", third!.Chars.ToString());
        Assert.Null(SecretPrompt.ReadLine(input));
    }

    [Fact]
    public void Reads_keys_until_Enter_and_takes_back_what_is_erased()
    {
        var keys = new Queue<ConsoleKeyInfo>([Key('p'), Key('x'), Key('\b', ConsoleKey.Backspace), Key('\u00e4'), Key('\0', ConsoleKey.LeftArrow), Key('\r', ConsoleKey.Enter), Key('z')]);

        using var typed = SecretPrompt.ReadKeys(keys.Dequeue);

        Assert.Equal("p\u00e4", typed.Chars.ToString());
        Assert.Single(keys);
    }

    private static ConsoleKeyInfo Key(char character, ConsoleKey key = ConsoleKey.A) => new(character, key, shift: false, alt: false, control: false);
}
