using System.Text;
using BenchmarkDotNet.Attributes;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Benchmarks;

/// <summary>Samples of 5 x 7200 float64 to their place in a body and back; and one of 16 MB (22 MB in base64) that is none.</summary>
[MemoryDiagnoser]
public class TensorBenchmarks
{
    private readonly Samples _samples = ExampleSamples.Create();
    private TensorBlock? _block;
    private TensorBlock? _hostile;

    [GlobalSetup]
    public void Setup()
    {
        _block = Encode();
        _hostile = Hostile();
    }

    [Benchmark]
    public TensorBlock Encode() => TensorCodec.Encode(_samples.Values.Span, ExampleSamples.Shape, TensorDtypeSpelling.Torch);

    [Benchmark]
    public Tensor Decode() => TensorCodec.Decode(_block!, TensorLimits.Default);

    /// <summary>As large as a tensor may be, which its first bytes show to be none: an extension type stands there.</summary>
    [Benchmark]
    public string RefuseHostile()
    {
        try
        {
            TensorCodec.Decode(_hostile!, TensorLimits.Default);
            return "";
        }
        catch (TensorFormatException refused)
        {
            return refused.Message;
        }
    }

    private static TensorBlock Hostile()
    {
        var bytes = new byte[16 << 20];
        byte[] start = [0x81, 0xc4, 2, (byte)'n', (byte)'d', 0xd4, 1, 0];
        start.CopyTo(bytes, 0);
        return new TensorBlock(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)), TensorDtype.Float64, TensorDtypeSpelling.Torch, [0]);
    }
}
