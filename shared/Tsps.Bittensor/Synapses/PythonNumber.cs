using System.Globalization;

namespace Tsps.Bittensor.Synapses;

/// <summary>Numbers as Python reads and prints them: header values, member texts and commitments (wire specification, sections 2, 4 and 9).</summary>
public static class PythonNumber
{
    private const int SmallestPlainExponent = -4;
    private const int SmallestExponentBeyondPlain = 16;
    private const int MaxDigits = 36;

    /// <summary>
    /// Reads what <c>int(text)</c> reads: white space around it, a sign, leading zeros and single underscores between digits are fine.
    /// False for anything else, and for more than 36 digits.
    /// </summary>
    public static bool TryParseInteger(ReadOnlySpan<char> text, out Int128 value)
    {
        value = 0;
        text = text.Trim();
        var negative = text.StartsWith('-');
        var unsigned = negative || text.StartsWith('+') ? text[1..] : text;
        if (unsigned.IsEmpty || unsigned.ContainsAnyExcept(DigitsAndUnderscore) || !UnderscoresStandBetweenDigits(unsigned))
        {
            return false;
        }

        var magnitude = unsigned.TrimStart("0_");
        if (magnitude.Length - magnitude.Count('_') > MaxDigits)
        {
            return false;
        }

        foreach (var character in magnitude)
        {
            value = character == '_' ? value : (value * 10) + (character - '0');
        }

        value = negative ? -value : value;
        return true;
    }

    /// <summary>Reads what <c>float(text)</c> reads: as integers, with fraction and exponent, and <c>nan</c>, <c>inf</c>, <c>infinity</c> in any letter case.</summary>
    public static bool TryParseFloat(ReadOnlySpan<char> text, out double value)
    {
        text = text.Trim();
        var unsigned = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        if (!unsigned.IsEmpty && !char.IsAsciiLetter(unsigned[0]))
        {
            value = 0;
            var plain = text.Contains('_') ? text.ToString().Replace("_", "", StringComparison.Ordinal) : text;
            return UnderscoresStandBetweenDigits(unsigned) && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }

        value = unsigned switch
        {
            _ when unsigned.Equals("nan", StringComparison.OrdinalIgnoreCase) => double.NaN,
            _ when unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) => double.PositiveInfinity,
            _ when unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase) => double.PositiveInfinity,
            _ => 0,
        };
        value = text.StartsWith('-') ? -value : value;
        return value != 0;
    }

    /// <summary>
    /// What <c>str</c> and <c>repr</c> print for a float, the shortest text that reads back to the same double:
    /// <c>30.0</c>, <c>1e-07</c>, <c>1.5e+16</c>, <c>-0.0</c>, <c>nan</c>, <c>inf</c>.
    /// </summary>
    public static string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var (digits, exponent) = Shortest(Math.Abs(value));
        var unsigned = exponent is < SmallestPlainExponent or >= SmallestExponentBeyondPlain
            ? Scientific(digits, exponent)
            : Plain(digits, exponent);
        return double.IsNegative(value) ? "-" + unsigned : unsigned;
    }

    private static System.Buffers.SearchValues<char> DigitsAndUnderscore { get; } = System.Buffers.SearchValues.Create("0123456789_");

    private static bool UnderscoresStandBetweenDigits(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '_' && (i == 0 || i == text.Length - 1 || !char.IsAsciiDigit(text[i - 1]) || !char.IsAsciiDigit(text[i + 1])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The significant digits and the decimal exponent of the first of them.</summary>
    private static (string Digits, int Exponent) Shortest(double magnitude)
    {
        var text = magnitude.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = e < 0 ? text : text[..e];
        var scale = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var wholeDigits = point < 0 ? mantissa.Length : point;
        var allDigits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = allDigits.TrimStart('0');
        return significant.Length == 0
            ? ("0", 0)
            : (significant.TrimEnd('0'), scale + wholeDigits - 1 - (allDigits.Length - significant.Length));
    }

    private static string Scientific(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        var whole = digits.Length > exponent + 1 ? digits[..(exponent + 1)] : digits.PadRight(exponent + 1, '0');
        return digits.Length > exponent + 1 ? $"{whole}.{digits[(exponent + 1)..]}" : whole + ".0";
    }
}
