using BenchmarkDotNet.Running;
using Tsps.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(SignatureBenchmarks).Assembly).Run(args);
