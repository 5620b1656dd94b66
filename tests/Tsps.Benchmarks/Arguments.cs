using System.Globalization;

namespace Tsps.Benchmarks;

/// <summary>The numbers of a command line.</summary>
internal static class Arguments
{
    /// <exception cref="FormatException">The text is no positive number.</exception>
    public static int ReadCount(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new FormatException($"'{text}' is no count; give a number above 0.");
}
