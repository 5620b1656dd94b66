using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Rpc;

[Trait(Categories.Name, Categories.Unit)]
[Collection(nameof(LibraryOutputTests))]
[CollectionDefinition(nameof(LibraryOutputTests), DisableParallelization = true)]
public class LibraryOutputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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

    /// <summary>The library says so when a connection ends: from the work that reads it, from a call that cannot be sent any more, and from closing.</summary>
    [Fact]
    public async Task What_the_library_prints_of_connections_that_end_is_dropped()
    {
        var before = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(printed));
        try
        {
            await using var node = new LoopbackNode(LoopbackNode.Knowing(call => call.CutAsync()));
            await using (var cut = await OpenAsync(node))
            {
                await Assert.ThrowsAsync<ChainUnavailableException>(() => cut.CallAsync<string?>("system_chain", [], Token));
                await Assert.ThrowsAsync<ChainUnavailableException>(() => cut.CallAsync<string?>("system_chain", [], Token));
            }

            await (await OpenAsync(node)).DisposeAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(300), Token);

            Assert.Equal("", printed.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    /// <summary>Else the test above holds nothing.</summary>
    [Fact]
    public async Task The_library_does_print()
    {
        var before = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(printed));
        try
        {
            await using var node = new LoopbackNode(LoopbackNode.Knowing(call => call.CutAsync()));
            using var client = new NodeClient(node.Uri);
            await client.ConnectOnceAsync(Token);
            await Assert.ThrowsAnyAsync<Exception>(() => client.InvokeAsync<string?>("system_chain", Array.Empty<object>(), Token));
            while (printed.ToString().Length == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), Token);
            }
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    private static Task<NodeConnection> OpenAsync(LoopbackNode node) =>
        NodeConnection.OpenAsync(node.Uri, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeProvider.System, Token);

    private static async Task PrintLaterAsync(Task signal)
    {
        await signal.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Console.WriteLine("connection lost");
    }
}
