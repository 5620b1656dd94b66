using System.Text;
using BenchmarkDotNet.Attributes;
using Tsps.Bittensor.Keys;

namespace Tsps.Benchmarks;

/// <summary>What a request costs its sender and its receiver in sr25519.</summary>
[MemoryDiagnoser]
public class SignatureBenchmarks : IDisposable
{
    private readonly string _message = new('a', 200);
    private readonly Keypair _keypair = Keypair.FromSeed(new byte[32]);
    private string _signature = "";

    [GlobalSetup]
    public void Setup() => _signature = "0x" + Convert.ToHexStringLower(Sign());

    [Benchmark]
    public byte[] Sign() => _keypair.Sign(Encoding.UTF8.GetBytes(_message));

    [Benchmark]
    public bool Verify() => HotkeySignature.Verify(_keypair.Hotkey, _message, _signature);

    [GlobalCleanup]
    public void Dispose()
    {
        _keypair.Dispose();
        GC.SuppressFinalize(this);
    }
}
