using System.Diagnostics;
using System.Net;

namespace Tsps.Benchmarks;

/// <summary>
/// How many LiveForward requests a core answers over HTTP: Kestrel in front of the pipeline, in a process of its own, so that the CPU time
/// is the axon's alone. A few connections ask without a pause; what this process makes and signs is not measured.
/// </summary>
internal static class AxonHttpRun
{
    private const int DefaultRequests = 5000;
    private const int WarmUps = 3;
    private const int WarmUpRequests = 500;
    private const int Connections = 4;

    /// <summary>The runtime compiles what is hot, once nothing new was called for a while.</summary>
    private static readonly TimeSpan WarmUpPause = TimeSpan.FromSeconds(2);

    /// <param name="arguments">The number of requests, or nothing.</param>
    public static async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var count = arguments.Length > 0 ? Arguments.ReadCount(arguments[0]) : DefaultRequests;
        using var axons = AxonsProcess.Start(1);
        var axon = new Uri($"http://127.0.0.1:{await axons.ReadPortAsync(cancellationToken)}/");
        using var validator = ExampleKeys.Validator();
        using var miner = ExampleKeys.Miner();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Connections });
        SignedRequests[] callers = [.. Enumerable.Range(0, Connections).Select(_ => new SignedRequests(validator, miner.Hotkey, ExampleSynapse.Create()))];
        for (var i = 0; i < WarmUps; i++)
        {
            await AskAsync(http, axon, callers, WarmUpRequests / Connections, cancellationToken);
            await Task.Delay(WarmUpPause, cancellationToken);
        }

        var before = axons.CpuTime;
        var latencies = await AskAsync(http, axon, callers, count / Connections, cancellationToken);
        AxonFigures.Print(FormattableString.Invariant($"over HTTP on {Connections} connections at once"), callers[0].BodyLength, latencies, axons.CpuTime - before);
        await axons.StopAsync(cancellationToken);
    }

    private static async Task<List<TimeSpan>> AskAsync(HttpClient http, Uri axon, SignedRequests[] callers, int each, CancellationToken cancellationToken)
    {
        var latencies = await Task.WhenAll(callers.Select(caller => AskAsync(http, axon, caller, each, cancellationToken)));
        return [.. latencies.SelectMany(list => list)];
    }

    private static async Task<List<TimeSpan>> AskAsync(HttpClient http, Uri axon, SignedRequests caller, int count, CancellationToken cancellationToken)
    {
        var latencies = new List<TimeSpan>(count);
        while (latencies.Count < count)
        {
            using var request = caller.NextMessage(axon);
            var start = Stopwatch.GetTimestamp();
            using var response = await http.SendAsync(request, cancellationToken);
            latencies.Add(Stopwatch.GetElapsedTime(start));
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new InvalidOperationException($"The axon answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
            }
        }

        return latencies;
    }
}
