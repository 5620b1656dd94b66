using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Tsps.Drand;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;
using Tsps.Drand.Pairings;

namespace Tsps.Benchmarks;

/// <summary>Timelocked weights of 256 neurons, and what they are made of.</summary>
[MemoryDiagnoser]
public class TimelockBenchmarks : IDisposable
{
    private readonly byte[] _payload = ExampleCommit.Payload();
    private readonly byte[] _signature = ExampleCommit.Signature;
    private readonly ulong _round = ExampleCommit.Round;
    private readonly AffinePoint<Fp> _p = Bls12381.G1.Generator;
    private readonly AffinePoint<Fp2> _q = Bls12381.G2.Generator;
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private byte[] _ciphertext = [];

    [GlobalSetup]
    public void Setup()
    {
        _ciphertext = Encrypt();
        if (!Verify() || !Decrypt().AsSpan().SequenceEqual(_payload))
        {
            throw new InvalidOperationException("The example's signature is not that of its round.");
        }
    }

    [Benchmark]
    public byte[] Encrypt() => TimelockEncryption.Encrypt(DrandChain.Quicknet, _round, _payload, _random);

    [Benchmark]
    public byte[] Decrypt() => TimelockEncryption.Decrypt(_ciphertext, _signature);

    [Benchmark]
    public bool Verify() => DrandBeacon.Verify(DrandChain.Quicknet, _round, _signature);

    [Benchmark]
    public bool Pair() => Pairing.Of(_p, _q).IsZero;

    [Benchmark]
    public bool HashToGroup() => DrandBeacon.Identity(_round).X.IsZero;

    [GlobalCleanup]
    public void Dispose()
    {
        _random.Dispose();
        GC.SuppressFinalize(this);
    }
}
