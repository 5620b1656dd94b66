using System.Numerics;
using Tsps.Scoring.Numerics;

namespace Tsps.Scoring.Stages;

/// <summary>
/// The error of an answer: sqrt(Σ w·(p − t)² / Σ w) with w falling from step to step (scoring specification, section 2.2).
/// </summary>
internal sealed class WeightedRmse
{
    private const int LargestOnStack = 256;

    private readonly TrueCloses _truth;
    private readonly double[] _weights;
    private readonly double _sumOfWeights;

    public WeightedRmse(TrueCloses truth, double decay)
    {
        _truth = truth;
        _weights = Weights(decay, truth.Wide.Length);
        _sumOfWeights = NumpyStatistics.Sum<double>(_weights);
    }

    public static double[] Weights(double decay, int count)
    {
        var weights = new double[count];
        for (var i = 0; i < count; i++)
        {
            weights[i] = Elementary.Exp(-decay * i);
        }

        return weights;
    }

    /// <param name="closes">As many as there are truths.</param>
    /// <param name="precision">In float32 the differences and squares round to it, if the truths are float32 too.</param>
    public double Compute(ReadOnlySpan<double> closes, AnswerPrecision precision)
    {
        Span<double> terms = closes.Length <= LargestOnStack ? stackalloc double[closes.Length] : new double[closes.Length];
        if (precision == AnswerPrecision.Float32 && _truth.Precision == TruthPrecision.Float32)
        {
            FillInFloat32(terms, closes);
        }
        else
        {
            FillInFloat64(terms, closes);
        }

        return Math.Sqrt(NumpyStatistics.Sum<double>(terms) / _sumOfWeights);
    }

    private void FillInFloat32(Span<double> terms, ReadOnlySpan<double> closes)
    {
        var truth = _truth.Narrow;
        for (var i = 0; i < terms.Length; i++)
        {
            var difference = (float)closes[i] - truth[i];
            terms[i] = _weights[i] * (float)(difference * difference);
        }
    }

    private void FillInFloat64(Span<double> terms, ReadOnlySpan<double> closes)
    {
        var truth = _truth.Wide;
        var i = 0;
        for (; i <= terms.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var difference = new Vector<double>(closes[i..]) - new Vector<double>(truth[i..]);
            (new Vector<double>(_weights, i) * (difference * difference)).CopyTo(terms[i..]);
        }

        for (; i < terms.Length; i++)
        {
            var difference = closes[i] - truth[i];
            terms[i] = _weights[i] * (difference * difference);
        }
    }
}
