using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Ends the start of a worker that was built with the stand-in.</summary>
internal sealed class MissingFunctionsRuntime : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Console.Error.WriteLine(
            "This build uses a stand-in for Microsoft.Azure.Functions.Worker, which cannot run under the Functions host: "
            + "build with the real package (./tsps setup says which are real), or run the app with ./tsps run.");
        System.Environment.Exit(1);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
