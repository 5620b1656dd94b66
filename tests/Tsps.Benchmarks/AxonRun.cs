using System.Diagnostics;
using Tsps.Bittensor.Axon;

namespace Tsps.Benchmarks;

/// <summary>How many LiveForward requests a core answers through the whole pipeline, without HTTP. Making and signing the requests is not measured.</summary>
internal static class AxonRun
{
    private const int DefaultRequests = 5000;
    private const int WarmUpRequests = 1000;

    /// <summary>Few enough that the first nonce of a batch is still fresh when its last request is made.</summary>
    private const int BatchSize = 250;

    /// <param name="arguments">The number of requests, or nothing.</param>
    public static async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var count = arguments.Length > 0 ? Arguments.ReadCount(arguments[0]) : DefaultRequests;
        using var validator = ExampleKeys.Validator();
        using var miner = ExampleKeys.Miner();
        var requests = new SignedRequests(validator, miner.Hotkey, ExampleSynapse.Create());
        var pipeline = LastCloseAxon.Create(miner, validator.Hotkey);
        await MeasureAsync(pipeline, requests, WarmUpRequests, cancellationToken);
        var measured = await MeasureAsync(pipeline, requests, count, cancellationToken);
        AxonFigures.Print("one after the other", requests.BodyLength, measured.Latencies, measured.Cpu);
        Console.WriteLine(FormattableString.Invariant($"  allocated a request                {measured.Allocated / measured.Latencies.Count,10:N0} bytes"));
    }

    private static async Task<Measured> MeasureAsync(AxonPipeline pipeline, SignedRequests requests, int count, CancellationToken cancellationToken)
    {
        var latencies = new List<TimeSpan>(count);
        var batch = new AxonRequest[BatchSize];
        var cpu = TimeSpan.Zero;
        var allocated = 0L;
        while (latencies.Count < count)
        {
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i] = requests.Next();
            }

            var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
            var cpuBefore = Environment.CpuUsage.TotalTime;
            foreach (var request in batch)
            {
                var start = Stopwatch.GetTimestamp();
                using var answer = await pipeline.AnswerAsync(request, cancellationToken);
                latencies.Add(Stopwatch.GetElapsedTime(start));
                if (answer.StatusCode != 200)
                {
                    throw new InvalidOperationException($"The axon answered {answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(answer.Body.Span)}");
                }
            }

            cpu += Environment.CpuUsage.TotalTime - cpuBefore;
            allocated += GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        }

        return new Measured(latencies, cpu, allocated);
    }

    /// <param name="Allocated">Bytes.</param>
    private sealed record Measured(List<TimeSpan> Latencies, TimeSpan Cpu, long Allocated);
}
