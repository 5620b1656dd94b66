using System.Diagnostics;
using System.Net;
using System.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Benchmarks;

/// <summary>What it costs to ask 256 axons a LiveForward at once. This process is the dendrite alone; <see cref="LoopbackAxons"/> answer in another.</summary>
internal static class FanOutRun
{
    private const int Targets = 256;
    private const int DefaultRounds = 3;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <param name="arguments">The number of rounds, or nothing.</param>
    public static async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Length > 0 ? Arguments.ReadCount(arguments[0]) : DefaultRounds;
        using var axons = AxonsProcess.Start(Targets);
        using var validator = ExampleKeys.Validator();
        using var client = new DendriteClient(validator, new DendriteOptions { AllowPrivateAddresses = true }, TimeProvider.System, NullLogger<DendriteClient>.Instance);
        var targets = await ReadTargetsAsync(axons, cancellationToken);
        Console.WriteLine(FormattableString.Invariant($"LiveForward, samples 5 x {ExampleSamples.Columns} float64, to {Targets} axons at once; the axons run in another process"));
        Console.WriteLine("  fan-out   wall ms    CPU ms   of it kernel ms   compiling ms   axons' CPU ms   peak memory MB (so far)");
        for (var round = 1; round <= rounds; round++)
        {
            await AskAsync(client, targets, axons, round, cancellationToken);
        }

        await axons.StopAsync(cancellationToken);
        Console.WriteLine(FormattableString.Invariant($"  whole process, its start included: CPU {Environment.CpuUsage.TotalTime.TotalMilliseconds:N0} ms, of it kernel {Environment.CpuUsage.PrivilegedTime.TotalMilliseconds:N0} ms, peak memory {PeakMegabytes():N0} MB, {JitInfo.GetCompiledMethodCount():N0} methods compiled as it ran"));
    }

    private static async Task AskAsync(DendriteClient client, DendriteTarget[] targets, AxonsProcess axons, int round, CancellationToken cancellationToken)
    {
        var (axonsBefore, compilingBefore, cpuBefore, start) = (axons.CpuTime, JitInfo.GetCompilationTime(), Environment.CpuUsage, Stopwatch.GetTimestamp());
        var answers = await client.AskAsync(ExampleSynapse.Create(), targets, Timeout, cancellationToken);
        var forecasts = answers.Count(answer => answer.IsSuccess && answer.Synapse.Predictions is { } block && TensorCodec.Decode(block, TensorLimits.Default).Count == answer.Synapse.PredictionSize);
        var (wall, cpuAfter, axonsCpu) = (Stopwatch.GetElapsedTime(start), Environment.CpuUsage, axons.CpuTime - axonsBefore);
        var compiling = JitInfo.GetCompilationTime() - compilingBefore;
        var (cpu, kernel) = (cpuAfter.TotalTime - cpuBefore.TotalTime, cpuAfter.PrivilegedTime - cpuBefore.PrivilegedTime);
        Console.WriteLine(FormattableString.Invariant($"  {round,7}{wall.TotalMilliseconds,10:N0}{cpu.TotalMilliseconds,10:N0}{kernel.TotalMilliseconds,18:N0}{compiling.TotalMilliseconds,15:N0}{axonsCpu.TotalMilliseconds,16:N0}{PeakMegabytes(),17:N0}"));
        if (forecasts != targets.Length)
        {
            var statuses = string.Join(", ", answers.CountBy(answer => (answer.StatusCode, answer.StatusMessage)).Select(group => $"{group.Value} x {group.Key}"));
            throw new InvalidOperationException($"Only {forecasts} of {targets.Length} axons gave a forecast; they answered {statuses}.");
        }
    }

    private static async Task<DendriteTarget[]> ReadTargetsAsync(AxonsProcess axons, CancellationToken cancellationToken)
    {
        using var miner = ExampleKeys.Miner();
        var targets = new DendriteTarget[Targets];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = new DendriteTarget(miner.Hotkey, new AxonEndpoint(IPAddress.Loopback, await axons.ReadPortAsync(cancellationToken)));
        }

        return targets;
    }

    private static double PeakMegabytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1e6;
    }
}
