using System.Globalization;

namespace Tsps.Bittensor.Synapses;

/// <summary>Integers as Python's <c>int()</c> reads them from text, which is how peers read headers (wire specification, section 4).</summary>
public static class PythonInteger
{
    /// <summary>Takes white space around it, a sign, leading zeros and single underscores between digits; no point, no exponent, no <c>0x</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Int128 value)
    {
        value = default;
        return TryDropUnderscores(text.Trim(), out var digits)
            && Int128.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>
    /// The integer as an object: a long where it fits, so that equal integers are equal objects. Only what is wider stays an <see cref="Int128"/>,
    /// since no method that touches one can be compiled ahead of time.
    /// </summary>
    internal static object Box(Int128 value) => value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;

    /// <summary>An underscore counts only between two digits.</summary>
    internal static bool TryDropUnderscores(ReadOnlySpan<char> text, out ReadOnlySpan<char> digits)
    {
        digits = text;
        if (!text.Contains('_'))
        {
            return true;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '_' && (i == 0 || i == text.Length - 1 || !char.IsAsciiDigit(text[i - 1]) || !char.IsAsciiDigit(text[i + 1])))
            {
                return false;
            }
        }

        digits = text.ToString().Replace("_", "", StringComparison.Ordinal);
        return true;
    }
}
