using System.Collections.Immutable;

namespace Tsps.Scoring;

/// <summary>Ascending borders between the percentiles of a historical distribution.</summary>
public sealed class PercentileTable
{
    private readonly ImmutableArray<double> _borders;

    /// <param name="borders">Ascending and finite; n borders make steps of 1/n.</param>
    /// <exception cref="ArgumentException">No border, or borders that do not ascend.</exception>
    public PercentileTable(ImmutableArray<double> borders)
    {
        if (borders.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A percentile table has at least one border.", nameof(borders));
        }

        for (var i = 0; i < borders.Length; i++)
        {
            if (!double.IsFinite(borders[i]) || (i > 0 && borders[i] <= borders[i - 1]))
            {
                throw new ArgumentException($"The borders of a percentile table ascend; border {i} ({borders[i]}) does not.", nameof(borders));
            }
        }

        _borders = borders;
    }

    public IReadOnlyList<double> Borders => _borders;

    /// <summary>
    /// The share of the distribution up to the first border above <paramref name="value"/> (strictly); 1 when there is none, and for
    /// NaN.
    /// </summary>
    public double Find(double value)
    {
        for (var i = 0; i < _borders.Length; i++)
        {
            if (value < _borders[i])
            {
                return (i + 1) / (double)_borders.Length;
            }
        }

        return 1;
    }
}
