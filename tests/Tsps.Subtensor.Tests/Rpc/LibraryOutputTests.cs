using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Rpc;

[Trait(Categories.Name, Categories.Unit)]
[Collection(nameof(LibraryOutputTests))]
[CollectionDefinition(nameof(LibraryOutputTests), DisableParallelization = true)]
public class LibraryOutputTests
{
    [Fact]
    public async Task Drops_what_muted_work_prints_later_and_nothing_else()
    {
        var before = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(printed);
        try
        {
            var release = new TaskCompletionSource();
            Task background = Task.CompletedTask;
            await LibraryOutput.MuteAsync(() =>
            {
                background = PrintLaterAsync(release.Task);
                return Task.CompletedTask;
            });

            await Console.Out.WriteAsync("mine");
            release.SetResult();
            await background;
            Console.Write('!');

            Assert.Equal("mine!", printed.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    /// <summary>The library prints when a connection is lost; a reader of JSON on the screen must not meet that.</summary>
    [Fact]
    public async Task Nothing_is_printed_when_a_connection_is_cut()
    {
        var before = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(printed));
        try
        {
            await using var node = new LoopbackNode(LoopbackNode.Knowing(call => call.CutAsync()));
            var connection = await NodeConnection.OpenAsync(
                node.Uri, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
            await Assert.ThrowsAsync<ChainUnavailableException>(() => connection.CallAsync<string?>("system_chain", [], TestContext.Current.CancellationToken));
            await connection.DisposeAsync();

            Assert.Equal("", printed.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    private static async Task PrintLaterAsync(Task signal)
    {
        await signal.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Console.WriteLine("connection lost");
    }
}
