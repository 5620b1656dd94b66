using System.Diagnostics.Tracing;
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

    /// <summary>The library prints when a connection is lost, from work that began with connecting. Here something prints within that work, whatever the library's build does.</summary>
    [Fact]
    public async Task What_is_printed_within_a_connections_work_is_dropped()
    {
        var before = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(printed));
        try
        {
            using var chatter = new RequestChatter();
            await using var node = new LoopbackNode(LoopbackNode.Knowing(call => call.CutAsync()));
            await using var connection = await NodeConnection.OpenAsync(
                node.Uri, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);

            Assert.True(chatter.Prints > 0, "Nothing was printed while connecting, so nothing was dropped.");
            Assert.Equal("", printed.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    /// <summary>Prints where the runtime reports that a request begins, as the handshake of a web socket does.</summary>
    private sealed class RequestChatter : EventListener
    {
        private int _prints;

        public int Prints => _prints;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Net.Http")
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName == "RequestStart")
            {
                Interlocked.Increment(ref _prints);
                Console.WriteLine("connection lost");
            }
        }
    }

    private static async Task PrintLaterAsync(Task signal)
    {
        await signal.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Console.WriteLine("connection lost");
    }
}
