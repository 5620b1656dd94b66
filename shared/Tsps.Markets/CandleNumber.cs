using System.Globalization;

namespace Tsps.Markets;

/// <summary>What a candle's number may be, wherever it comes from.</summary>
internal static class CandleNumber
{
    // The last millisecond that DateTimeOffset knows; microseconds and nanoseconds lie beyond it.
    private static readonly long LastTimeMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static bool IsTime(long unixMs) => unixMs >= 0 && unixMs <= LastTimeMs;

    /// <summary>Parses a price or a volume.</summary>
    /// <returns>Null, or what is wrong with the text, to be said after it.</returns>
    public static string? Parse(ReadOnlySpan<char> text, bool isVolume, out double number)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            return text.IsWhiteSpace() ? "is empty" : "is no number";
        }

        if (!double.IsFinite(number))
        {
            return "is not finite";
        }

        return (number, isVolume) switch
        {
            ( < 0, true) => "is negative, which no volume is",
            ( <= 0, false) => "is not above 0, which every price is",
            _ => null,
        };
    }
}
