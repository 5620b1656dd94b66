namespace Tsps.Bittensor.Tensors;

/// <summary>An element type as numpy spells it, such as <c>&lt;f8</c> or <c>float64</c>.</summary>
internal readonly record struct NumpyElement(NumpyElement.Family Kind, int Size, bool IsBigEndian = false)
{
    private const int LongestText = 16;

    internal enum Family
    {
        Float,
        Signed,
        Unsigned,
        Bool,
        Complex,
    }

    /// <summary>The text that peers write for an element type.</summary>
    public static ReadOnlySpan<byte> TextOf(TensorDtype dtype) => dtype switch
    {
        TensorDtype.Float64 => "<f8"u8,
        TensorDtype.Float32 => "<f4"u8,
        TensorDtype.Float16 => "<f2"u8,
        TensorDtype.Int64 => "<i8"u8,
        TensorDtype.Int32 => "<i4"u8,
        TensorDtype.Int16 => "<i2"u8,
        TensorDtype.Int8 => "|i1"u8,
        TensorDtype.UInt8 => "|u1"u8,
        TensorDtype.Bool => "|b1"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "No such element type."),
    };

    /// <exception cref="ArgumentException">Tensors have no such elements.</exception>
    public static TensorDtype DtypeOf<T>() => default(T) switch
    {
        double => TensorDtype.Float64,
        float => TensorDtype.Float32,
        Half => TensorDtype.Float16,
        long => TensorDtype.Int64,
        int => TensorDtype.Int32,
        short => TensorDtype.Int16,
        sbyte => TensorDtype.Int8,
        byte => TensorDtype.UInt8,
        bool => TensorDtype.Bool,
        _ => throw new ArgumentException($"Tensors have no elements of type {typeof(T).Name}."),
    };

    /// <summary>Reads a type text: an optional byte order (<c>&lt; &gt; = |</c>), then a code with size or a name.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out NumpyElement element)
    {
        element = default;
        if (text.Length is 0 or > LongestText)
        {
            return false;
        }

        var order = text[0];
        var hasOrder = order is (byte)'<' or (byte)'>' or (byte)'=' or (byte)'|';
        if (!TryParseCode(hasOrder ? text[1..] : text, out element) && (hasOrder || !TryParseName(text, out element)))
        {
            return false;
        }

        element = element with { IsBigEndian = order == (byte)'>' && element.Size > 1 };
        return true;
    }

    private static bool TryParseCode(ReadOnlySpan<byte> code, out NumpyElement element)
    {
        Family? family = code.Length > 1 ? code[0] switch
        {
            (byte)'f' => Family.Float,
            (byte)'i' => Family.Signed,
            (byte)'u' => Family.Unsigned,
            (byte)'b' => Family.Bool,
            (byte)'c' => Family.Complex,
            _ => null,
        } : null;
        var size = code.Length switch
        {
            2 when code[1] is >= (byte)'1' and <= (byte)'8' => code[1] - '0',
            3 when code[1..].SequenceEqual("16"u8) => 16,
            _ => 0,
        };
        element = new NumpyElement(family ?? default, size);
        return family is { } kind && HasSize(kind, size);
    }

    private static bool TryParseName(ReadOnlySpan<byte> name, out NumpyElement element)
    {
        element = name switch
        {
            _ when name.SequenceEqual("float64"u8) => new NumpyElement(Family.Float, 8),
            _ when name.SequenceEqual("float32"u8) => new NumpyElement(Family.Float, 4),
            _ when name.SequenceEqual("float16"u8) => new NumpyElement(Family.Float, 2),
            _ when name.SequenceEqual("int64"u8) => new NumpyElement(Family.Signed, 8),
            _ when name.SequenceEqual("int32"u8) => new NumpyElement(Family.Signed, 4),
            _ when name.SequenceEqual("int16"u8) => new NumpyElement(Family.Signed, 2),
            _ when name.SequenceEqual("int8"u8) => new NumpyElement(Family.Signed, 1),
            _ when name.SequenceEqual("uint8"u8) => new NumpyElement(Family.Unsigned, 1),
            _ when name.SequenceEqual("bool"u8) => new NumpyElement(Family.Bool, 1),
            _ => default,
        };
        return element.Size > 0;
    }

    private static bool HasSize(Family kind, int size) => kind switch
    {
        Family.Float => size is 2 or 4 or 8,
        Family.Signed or Family.Unsigned => size is 1 or 2 or 4 or 8,
        Family.Bool => size is 1,
        Family.Complex => size is 8 or 16,
        _ => false,
    };
}
