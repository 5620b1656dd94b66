using System.Collections.Immutable;

namespace Tsps.Scoring.Stages;

/// <summary>The truth of a round in a generation's number type.</summary>
internal sealed class TrueCloses
{
    private readonly ImmutableArray<double> _wide;
    private readonly ImmutableArray<float> _narrow;

    public TrueCloses(ReadOnlySpan<double> closes, TruthPrecision precision)
    {
        _narrow = precision == TruthPrecision.Float32 ? [.. closes.ToArray().Select(close => (float)close)] : [];
        _wide = precision == TruthPrecision.Float32 ? [.. _narrow.Select(close => (double)close)] : [.. closes];
        Precision = precision;
    }

    public TruthPrecision Precision { get; }

    /// <summary>The closes, which for float32 are rounded to it.</summary>
    public ReadOnlySpan<double> Wide => _wide.AsSpan();

    /// <summary>The closes as float32; empty for float64.</summary>
    public ReadOnlySpan<float> Narrow => _narrow.AsSpan();
}
