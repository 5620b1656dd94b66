using BenchmarkDotNet.Attributes;
using Tsps.Domain;
using Tsps.Forecasting;

namespace Tsps.Benchmarks;

/// <summary>100 closes from samples of 5 x 7200.</summary>
[MemoryDiagnoser]
public class ForecastBenchmarks : IDisposable
{
    private readonly Samples _samples = ExampleSamples.Create();
    private OnnxForecaster? _lstm;

    [GlobalSetup]
    public void Setup()
    {
        using var file = BuiltInModels.Open(BuiltInModels.Lstm50);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        _lstm = ForecasterFactory.Create(BuiltInModels.Lstm50, bytes.ToArray());
    }

    [Benchmark]
    public ValueTask<double[]> Lstm50() => _lstm!.ForecastAsync(_samples, StreamDefinition.BtcUsd5m.PredictionSize, CancellationToken.None);

    [GlobalCleanup]
    public void Dispose()
    {
        _lstm?.Dispose();
        GC.SuppressFinalize(this);
    }
}
