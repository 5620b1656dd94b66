using BenchmarkDotNet.Attributes;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Benchmarks;

/// <summary>Samples of 5 x 7200 float64 to their place in a body and back.</summary>
[MemoryDiagnoser]
public class TensorBenchmarks
{
    private readonly Samples _samples = ExampleSamples.Create();
    private TensorBlock? _block;

    [GlobalSetup]
    public void Setup() => _block = Encode();

    [Benchmark]
    public TensorBlock Encode() => TensorCodec.Encode(_samples.Values.Span, ExampleSamples.Shape, TensorDtypeSpelling.Torch);

    [Benchmark]
    public Tensor Decode() => TensorCodec.Decode(_block!, TensorLimits.Default);
}
