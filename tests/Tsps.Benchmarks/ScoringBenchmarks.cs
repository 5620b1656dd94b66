using BenchmarkDotNet.Attributes;
using Tsps.Domain;
using Tsps.Scoring;

namespace Tsps.Benchmarks;

/// <summary>One round of 256 miners, each with 100 closes, all of whom already have a score.</summary>
[MemoryDiagnoser]
public class ScoringBenchmarks
{
    private const int Miners = 256;

    private MinerAnswer[] _answers = [];
    private double[] _truth = [];
    private ScoreState _state = ScoreState.Empty;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var size = StreamDefinition.BtcUsd5m.PredictionSize;
        _truth = Walk(random, size);
        _answers = [.. Enumerable.Range(0, Miners).Select(number => new MinerAnswer(new Hotkey($"miner{number:D3}"), AnswerPrecision.Float64, Walk(random, size)))];
        _state = RoundScoring.Score(ScoringProfile.V4, ScoreState.Empty, _answers, _truth).StateAfter;
        if (_state.Count != Miners)
        {
            throw new InvalidOperationException($"Only {_state.Count} of {Miners} answers could be scored.");
        }
    }

    [Benchmark]
    public RoundScore ScoreV4() => RoundScoring.Score(ScoringProfile.V4, _state, _answers, _truth);

    [Benchmark]
    public RoundScore ScoreV6() => RoundScoring.Score(ScoringProfile.V6, _state, _answers, _truth);

    private static double[] Walk(Random random, int size)
    {
        var closes = new double[size];
        var price = 60_000.0;
        foreach (ref var close in closes.AsSpan())
        {
            price *= 1 + (0.002 * (random.NextDouble() - 0.5));
            close = price;
        }

        return closes;
    }
}
