using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Tsps.Benchmarks;
using Tsps.Chopsticks;

try
{
    switch (args)
    {
        case ["axon", .. var rest]:
            await AxonRun.RunAsync(rest, CancellationToken.None);
            break;
        case ["axon-http", .. var rest]:
            await AxonHttpRun.RunAsync(rest, CancellationToken.None);
            break;
        case ["fanout", .. var rest]:
            await FanOutRun.RunAsync(rest, CancellationToken.None);
            break;
        case ["chain", .. var rest]:
            await ChainRun.RunAsync(rest, CancellationToken.None);
            break;
        case ["timelock", .. var rest]:
            TimelockRun.Run(rest);
            break;
        case [LoopbackAxons.Command, var count]:
            await LoopbackAxons.ServeAsync(Arguments.ReadCount(count), CancellationToken.None);
            break;
        default:
            // In this process, so that no project is generated and restored for each run.
            var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
            BenchmarkSwitcher.FromAssembly(typeof(SignatureBenchmarks).Assembly).Run(args, config);
            break;
    }

    return 0;
}
catch (Exception wrong) when (wrong is FormatException or ChopsticksUnavailableException)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
