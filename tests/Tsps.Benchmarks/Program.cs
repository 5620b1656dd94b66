using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Tsps.Benchmarks;

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
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
