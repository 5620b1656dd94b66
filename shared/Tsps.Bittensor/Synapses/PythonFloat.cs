using System.Globalization;
using System.Text;

namespace Tsps.Bittensor.Synapses;

/// <summary>Doubles as Python prints and reads them: what peers hash and what stands in headers and JSON (wire specification, section 9).</summary>
public static class PythonFloat
{
    /// <summary>Room enough for any double.</summary>
    public const int MaxLength = 32;

    private const int LastFixedExponent = 15;

    /// <summary>The shortest text that reads back to the same double, always with a point or an exponent: <c>30.0</c>, <c>1e-07</c>, <c>nan</c>.</summary>
    public static string Format(double value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Format(value, text)]);
    }

    /// <summary>As <see cref="Format(double)"/>, in ASCII.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Format(double value, Span<byte> destination)
    {
        if (!double.IsFinite(value))
        {
            var name = double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8;
            name.CopyTo(destination);
            return name.Length;
        }

        value.TryFormat(destination, out var length, default, CultureInfo.InvariantCulture);
        var text = destination[..length];
        var exponentAt = text.IndexOf((byte)'E');
        if (exponentAt < 0)
        {
            return text.Contains((byte)'.') ? length : Append(destination, length, ".0"u8);
        }

        if (text[(exponentAt + 1)..].SequenceEqual("+15"u8))
        {
            return SpellOut(destination, exponentAt);
        }

        text[exponentAt] = (byte)'e';
        return length;
    }

    /// <summary>Reads what Python's <c>float()</c> reads: white space around it, <c>1_0</c>, <c>inf</c>, <c>nan</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        if (!PythonInteger.TryDropUnderscores(text.Trim(), out var digits) || digits.IsEmpty)
        {
            return false;
        }

        var unsigned = digits[0] is '+' or '-' ? digits[1..] : digits;
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            value = digits[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        if (unsigned.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            value = double.NaN;
            return true;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return !unsigned.IsEmpty && unsigned[0] is '.' or (>= '0' and <= '9') && double.TryParse(digits, Style, CultureInfo.InvariantCulture, out value);
    }

    private static int Append(Span<byte> destination, int length, ReadOnlySpan<byte> tail)
    {
        tail.CopyTo(destination[length..]);
        return length + tail.Length;
    }

    /// <summary>.NET changes to exponents one decade before Python does.</summary>
    private static int SpellOut(Span<byte> destination, int mantissaLength)
    {
        Span<byte> digits = stackalloc byte[MaxLength];
        var count = 0;
        foreach (var character in destination[..mantissaLength])
        {
            if (char.IsAsciiDigit((char)character))
            {
                digits[count++] = character;
            }
        }

        var length = destination[0] == '-' ? 1 : 0;
        for (var i = 0; i <= LastFixedExponent; i++)
        {
            destination[length++] = i < count ? digits[i] : (byte)'0';
        }

        destination[length++] = (byte)'.';
        return count > LastFixedExponent + 1
            ? Append(destination, length, digits[(LastFixedExponent + 1)..count])
            : Append(destination, length, "0"u8);
    }
}
