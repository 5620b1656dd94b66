using System.Diagnostics;
using System.Security.Cryptography;
using Tsps.Drand;

namespace Tsps.Benchmarks;

/// <summary>Encryptions of timelocked weights in a fresh process: functions are short-lived, and the first has everything to compile.</summary>
internal static class TimelockRun
{
    private const int DefaultEncryptions = 5;

    /// <param name="arguments">The number of encryptions, or nothing.</param>
    public static void Run(string[] arguments)
    {
        var count = arguments.Length > 0 ? Arguments.ReadCount(arguments[0]) : DefaultEncryptions;
        var payload = ExampleCommit.Payload();
        using var random = RandomNumberGenerator.Create();
        Console.WriteLine(FormattableString.Invariant($"Timelocked weights of {payload.Length:N0} bytes; the first encryption checks quicknet's key too"));
        Console.WriteLine("  encryption   wall ms    CPU ms");
        for (var number = 1; number <= count; number++)
        {
            var (cpuBefore, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            TimelockEncryption.Encrypt(DrandChain.Quicknet, ExampleCommit.Round, payload, random);
            var (wall, cpu) = (Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpuBefore);
            Console.WriteLine(FormattableString.Invariant($"  {number,10}{wall.TotalMilliseconds,10:N1}{cpu.TotalMilliseconds,10:N1}"));
        }
    }
}
