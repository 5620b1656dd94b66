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
        Print(await MeasureAsync(pipeline, requests, count, cancellationToken), requests.BodyLength);
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

        latencies.Sort();
        return new Measured(latencies, cpu, allocated);
    }

    private static void Print(Measured measured, int bodyLength)
    {
        var count = measured.Latencies.Count;
        Console.WriteLine(FormattableString.Invariant($"LiveForward, samples 5 x {ExampleSamples.Columns} float64, body {bodyLength:N0} bytes, {count:N0} requests one after the other"));
        Console.WriteLine(FormattableString.Invariant($"  requests/s per core (by CPU time)  {count / measured.Cpu.TotalSeconds,10:N0}"));
        Console.WriteLine(FormattableString.Invariant($"  CPU time a request                 {measured.Cpu.TotalMicroseconds / count,10:N0} us"));
        Console.WriteLine(FormattableString.Invariant($"  latency p50                        {Percentile(0.50),10:N0} us"));
        Console.WriteLine(FormattableString.Invariant($"  latency p99                        {Percentile(0.99),10:N0} us"));
        Console.WriteLine(FormattableString.Invariant($"  allocated a request                {measured.Allocated / count,10:N0} bytes"));

        double Percentile(double share) => measured.Latencies[(int)(share * (count - 1))].TotalMicroseconds;
    }

    /// <param name="Latencies">Ascending.</param>
    /// <param name="Allocated">Bytes.</param>
    private sealed record Measured(List<TimeSpan> Latencies, TimeSpan Cpu, long Allocated);
}
