using System.Globalization;
using System.Text;

namespace Tsps.Bittensor.Synapses;

/// <summary>Doubles as Python prints and reads them: what peers hash and what stands in headers and JSON (wire specification, section 9).</summary>
public static class PythonFloat
{
    /// <summary>Room enough for any double.</summary>
    public const int MaxLength = 32;

    private const int FirstFixedExponent = -4;
    private const int LastFixedExponent = 15;
    private const int MaxShortestLength = 512;

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

        Span<byte> shortest = stackalloc byte[MaxShortestLength];
        value.TryFormat(shortest, out var length, default, CultureInfo.InvariantCulture);
        return Lay(shortest[..length], destination);
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

    /// <summary>.NET finds the shortest digits but puts point and exponent elsewhere than Python.</summary>
    private static int Lay(ReadOnlySpan<byte> shortest, Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[MaxShortestLength];
        var count = ReadDigits(shortest, digits, out var exponent);
        var writer = new SpanWriter(destination);
        if (shortest[0] == '-')
        {
            writer.Add('-');
        }

        if (exponent is < FirstFixedExponent or > LastFixedExponent)
        {
            writer.Add(digits[..1]);
            if (count > 1)
            {
                writer.Add('.');
                writer.Add(digits[1..count]);
            }

            writer.Add(exponent < 0 ? "e-"u8 : "e+"u8);
            writer.Add(Math.Abs(exponent));
        }
        else if (exponent < 0)
        {
            writer.Add("0."u8);
            writer.AddZeros(-exponent - 1);
            writer.Add(digits[..count]);
        }
        else
        {
            var whole = Math.Min(count, exponent + 1);
            writer.Add(digits[..whole]);
            writer.AddZeros(exponent + 1 - whole);
            writer.Add('.');
            writer.Add(whole < count ? digits[whole..count] : "0"u8);
        }

        return writer.Length;
    }

    /// <summary>The digits without zeros around them, and the power of ten of the first; zero is one digit of power 0.</summary>
    private static int ReadDigits(ReadOnlySpan<byte> text, Span<byte> digits, out int exponent)
    {
        var exponentAt = text.IndexOf((byte)'E');
        exponent = exponentAt < 0 ? -1 : int.Parse(text[(exponentAt + 1)..], CultureInfo.InvariantCulture) - 1;
        var count = 0;
        var inFraction = false;
        foreach (var character in exponentAt < 0 ? text : text[..exponentAt])
        {
            if (character == '.')
            {
                inFraction = true;
            }
            else if (count == 0 && character == '0')
            {
                exponent -= inFraction ? 1 : 0;
            }
            else if (character is >= (byte)'0' and <= (byte)'9')
            {
                digits[count++] = character;
                exponent += inFraction ? 0 : 1;
            }
        }

        count = digits[..count].LastIndexOfAnyExcept((byte)'0') + 1;
        if (count == 0)
        {
            digits[count++] = (byte)'0';
            exponent = 0;
        }

        return count;
    }

    private ref struct SpanWriter(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;

        public int Length { get; private set; }

        public void Add(char character) => _destination[Length++] = (byte)character;

        public void Add(scoped ReadOnlySpan<byte> text)
        {
            text.CopyTo(_destination[Length..]);
            Length += text.Length;
        }

        public void Add(int number)
        {
            number.TryFormat(_destination[Length..], out var written, "00", CultureInfo.InvariantCulture);
            Length += written;
        }

        public void AddZeros(int count)
        {
            _destination.Slice(Length, count).Fill((byte)'0');
            Length += count;
        }
    }
}
