using Tsps.Subtensor.Rpc;
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

    private static async Task PrintLaterAsync(Task signal)
    {
        await signal.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Console.WriteLine("connection lost");
    }
}
