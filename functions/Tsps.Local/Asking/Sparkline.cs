namespace Tsps.Local.Asking;

/// <summary>A line of eighths of a character that shows the course of numbers.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>At most <paramref name="width"/> characters, each for the mean of as many numbers; a blank where those are not all finite.</summary>
    internal static string Draw(IReadOnlyList<double> values, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var columns = Math.Min(width, values.Count);
        var means = new double[columns];
        for (var column = 0; column < columns; column++)
        {
            var (from, to) = (column * values.Count / columns, (column + 1) * values.Count / columns);
            means[column] = values.Skip(from).Take(to - from).Average();
        }

        var finite = means.Where(double.IsFinite).ToList();
        if (finite.Count == 0)
        {
            return new string(' ', columns);
        }

        var (lowest, highest) = (finite.Min(), finite.Max());
        return string.Concat(means.Select(mean => Level(mean, lowest, highest)));
    }

    private static char Level(double value, double lowest, double highest)
    {
        if (!double.IsFinite(value))
        {
            return ' ';
        }

        return highest > lowest ? Levels[(int)Math.Round((value - lowest) / (highest - lowest) * (Levels.Length - 1))] : Levels[Levels.Length / 2];
    }
}
