using System.Buffers;
using System.Globalization;
using System.Text;
using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Synapses;

/// <summary>Writes JSON exactly as Python's <c>json.dumps</c> does, in its own style (<see cref="SynapseJsonStyle.Request"/>) or without blanks, straight into UTF-8.</summary>
public sealed class PythonJsonWriter(IBufferWriter<byte> output, SynapseJsonStyle style)
{
    /// <summary>Printable ASCII but the quotation mark and the backslash.</summary>
    private static readonly SearchValues<char> PlainAscii =
        SearchValues.Create(" !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private static readonly SearchValues<char> MustEscape = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private static readonly SearchValues<byte> Base64Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    private bool _needsComma;

    public void StartObject() => Start((byte)'{');

    public void EndObject() => End((byte)'}');

    public void StartList() => Start((byte)'[');

    public void EndList() => End((byte)']');

    /// <summary>Goes on inside an object whose first members were written elsewhere.</summary>
    public void ContinueObject() => _needsComma = true;

    /// <param name="name">UTF-8 with nothing that must be escaped.</param>
    public void Name(ReadOnlySpan<byte> name)
    {
        Separate();
        output.Write("\""u8);
        output.Write(name);
        output.Write(style == SynapseJsonStyle.Request ? "\": "u8 : "\":"u8);
        _needsComma = false;
    }

    /// <param name="name">Any text; what must be escaped is.</param>
    public void Name(string name)
    {
        Text(name);
        output.Write(style == SynapseJsonStyle.Request ? ": "u8 : ":"u8);
        _needsComma = false;
    }

    internal void Value(SynapseValueKind kind, object? value)
    {
        switch (kind)
        {
            case SynapseValueKind.Text:
                Text((string?)value);
                break;
            case SynapseValueKind.Integer or SynapseValueKind.LargeInteger when value is not Int128:
                Integer((long?)value);
                break;
            case SynapseValueKind.LargeInteger:
                WideInteger(value!);
                break;
            case SynapseValueKind.Number:
                Number((double?)value);
                break;
            case SynapseValueKind.NumberList:
                List((IReadOnlyList<double>)value!, number => Number(number));
                break;
            case SynapseValueKind.Truth:
                Truth((bool?)value);
                break;
            default:
                Tensor((TensorBlock?)value);
                break;
        }
    }

    private void Null() => Raw("null"u8);

    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        Separate();
        output.Write("\""u8);
        WriteEscaped(value);
        output.Write("\""u8);
    }

    public void Integer(long? value)
    {
        if (value is not { } number)
        {
            Null();
            return;
        }

        Span<byte> text = stackalloc byte[48];
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        Raw(text[..length]);
    }

    private void WideInteger(object value)
    {
        Span<byte> text = stackalloc byte[48];
        ((Int128)value).TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        Raw(text[..length]);
    }

    /// <exception cref="ArgumentException">JSON has no such number, and peers fail on it.</exception>
    public void Number(double? value)
    {
        if (value is not { } number)
        {
            Null();
            return;
        }

        if (!double.IsFinite(number))
        {
            throw new ArgumentException($"{number} cannot be sent: JSON has finite numbers only.", nameof(value));
        }

        Span<byte> text = stackalloc byte[PythonFloat.MaxLength];
        Raw(text[..PythonFloat.Format(number, text)]);
    }

    private void Truth(bool? value) => Raw(value switch { true => "true"u8, false => "false"u8, null => "null"u8 });

    public void List<T>(IReadOnlyList<T> values, Action<T> write)
    {
        StartList();
        foreach (var value in values)
        {
            write(value);
        }

        EndList();
    }

    private void Tensor(TensorBlock? block)
    {
        if (block is null)
        {
            Null();
            return;
        }

        StartObject();
        Name("buffer"u8);
        Base64(block.Buffer);
        Name("dtype"u8);
        Text(TensorBlockJson.NameOf(block.Dtype, block.Spelling));
        Name("shape"u8);
        List(block.Shape, length => Integer(length));
        EndObject();
    }

    private void Base64(ReadOnlyMemory<byte>? text)
    {
        if (text is not { Span: var bytes })
        {
            Null();
        }
        else if (bytes.ContainsAnyExcept(Base64Characters))
        {
            Text(Encoding.UTF8.GetString(bytes));
        }
        else
        {
            Separate();
            output.Write("\""u8);
            output.Write(bytes);
            output.Write("\""u8);
        }
    }

    private void Start(byte bracket)
    {
        Separate();
        output.Write([bracket]);
        _needsComma = false;
    }

    private void End(byte bracket)
    {
        output.Write([bracket]);
        _needsComma = true;
    }

    private void Raw(ReadOnlySpan<byte> text)
    {
        Separate();
        output.Write(text);
    }

    private void Separate()
    {
        if (_needsComma)
        {
            output.Write(style == SynapseJsonStyle.Request ? ", "u8 : ","u8);
        }

        _needsComma = true;
    }

    private void WriteEscaped(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var plain = style == SynapseJsonStyle.Request ? text.IndexOfAnyExcept(PlainAscii) : text.IndexOfAny(MustEscape);
            plain = plain < 0 ? text.Length : plain;
            Encoding.UTF8.GetBytes(text[..plain], output);
            text = text[plain..];
            if (!text.IsEmpty)
            {
                WriteEscape(text[0]);
                text = text[1..];
            }
        }
    }

    private void WriteEscape(char character)
    {
        ReadOnlySpan<byte> escape = character switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\b' => "\\b"u8,
            '\f' => "\\f"u8,
            '\n' => "\\n"u8,
            '\r' => "\\r"u8,
            '\t' => "\\t"u8,
            _ => [],
        };
        if (!escape.IsEmpty)
        {
            output.Write(escape);
            return;
        }

        Span<byte> hex = stackalloc byte[6];
        "\\u"u8.CopyTo(hex);
        ((ushort)character).TryFormat(hex[2..], out _, "x4", CultureInfo.InvariantCulture);
        output.Write(hex);
    }
}
