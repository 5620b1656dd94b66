namespace Tsps.Benchmarks;

/// <summary>What is said of an axon under load.</summary>
internal static class AxonFigures
{
    /// <param name="how">How the requests came.</param>
    /// <param name="bodyLength">Bytes of a request's body.</param>
    /// <param name="cpu">Of all the requests.</param>
    public static void Print(string how, int bodyLength, List<TimeSpan> latencies, TimeSpan cpu)
    {
        latencies.Sort();
        var count = latencies.Count;
        Console.WriteLine(FormattableString.Invariant($"LiveForward, samples 5 x {ExampleSamples.Columns} float64, body {bodyLength:N0} bytes, {count:N0} requests {how}"));
        Console.WriteLine(FormattableString.Invariant($"  requests/s per core (by CPU time)  {count / cpu.TotalSeconds,10:N0}"));
        Console.WriteLine(FormattableString.Invariant($"  CPU time a request                 {cpu.TotalMicroseconds / count,10:N0} us"));
        Console.WriteLine(FormattableString.Invariant($"  latency p50                        {Percentile(0.50),10:N0} us"));
        Console.WriteLine(FormattableString.Invariant($"  latency p99                        {Percentile(0.99),10:N0} us"));

        double Percentile(double share) => latencies[(int)(share * (count - 1))].TotalMicroseconds;
    }
}
