using System.Numerics;

namespace Tsps.Scoring.Numerics;

/// <summary>
/// Python's <c>min</c> and <c>max</c>: the first element stays until a strictly smaller or larger one comes, so a NaN counts in first
/// place only.
/// </summary>
internal readonly record struct Extremes<T>(T Minimum, T Maximum)
    where T : IFloatingPointIeee754<T>
{
    /// <param name="values">At least one.</param>
    public static Extremes<T> Of(ReadOnlySpan<T> values)
    {
        var (minimum, maximum) = (values[0], values[0]);
        foreach (var value in values[1..])
        {
            minimum = value < minimum ? value : minimum;
            maximum = value > maximum ? value : maximum;
        }

        return new(minimum, maximum);
    }
}
