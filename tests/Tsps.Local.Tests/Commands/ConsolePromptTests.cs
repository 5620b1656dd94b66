using System.IO.Pipes;
using Tsps.Local.Commands;
using Tsps.Testing;

namespace Tsps.Local.Tests.Commands;

[Trait(Categories.Name, Categories.Unit)]
public sealed class ConsolePromptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("y\n", true)]
    [InlineData(" Yes \r\n", true)]
    [InlineData("n\n", false)]
    [InlineData("yesterday\n", false)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    public async Task Only_a_yes_is_one(string typed, bool expected)
    {
        using var input = new StringReader(typed);
        Assert.Equal(expected, await ConsolePrompt.ConfirmAsync("Pay?", input, Token));
    }

    /// <summary>A terminal at which nobody types: its reader holds the thread that reads, token or not.</summary>
    [Fact]
    public async Task Ctrl_C_is_heard_while_nothing_is_typed()
    {
        await using var terminal = new AnonymousPipeServerStream(PipeDirection.Out);
        await using var reading = new AnonymousPipeClientStream(PipeDirection.In, terminal.ClientSafePipeHandle);
        using var input = TextReader.Synchronized(new StreamReader(reading));
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var asking = Task.Run(() => ConsolePrompt.ConfirmAsync("Pay?", input, interrupt.Token), Token);
        Assert.NotSame(asking, await Task.WhenAny(asking, Task.Delay(TimeSpan.FromMilliseconds(200), Token)));
        await interrupt.CancelAsync();
        try
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Patience, Token));
        }
        finally
        {
            // Lets the reader's thread go, which waits for it still.
            await terminal.DisposeAsync();
        }
    }
}
