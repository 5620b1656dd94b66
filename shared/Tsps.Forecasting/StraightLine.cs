namespace Tsps.Forecasting;

/// <summary>Equal steps from one value to another (models specification, section 2, step 5).</summary>
public static class StraightLine
{
    /// <summary>
    /// Fills <paramref name="points"/> with the ends of equal steps that lead from <paramref name="start"/> (not itself a point) to
    /// <paramref name="end"/>. The steps are added up one by one, so the last point may miss the end by rounding.
    /// </summary>
    public static void Fill(Span<double> points, double start, double end)
    {
        var step = (end - start) / points.Length;
        var point = start;
        foreach (ref var slot in points)
        {
            point += step;
            slot = point;
        }
    }
}
