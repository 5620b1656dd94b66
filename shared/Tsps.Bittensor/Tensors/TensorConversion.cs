using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Tsps.Bittensor.Tensors;

/// <summary>Turns the elements of a buffer into those of a block's dtype, as numpy and torch do on x64 (wire specification, section 3).</summary>
internal static class TensorConversion
{
    public static Array Convert(in NumpyArray source, TensorDtype target)
    {
        var element = source.Element;
        var data = source.Data[..(source.Count * element.Size)];
        if (element is { IsBigEndian: false, Kind: not NumpyElement.Family.Complex })
        {
            return ConvertPlain(data, element, target);
        }

        var plain = ArrayPool<byte>.Shared.Rent(data.Length);
        try
        {
            var length = MakePlain(data, ref element, plain);
            return ConvertPlain(plain.AsSpan(0, length), element, target);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    /// <summary>Little-endian, and of complex numbers the real parts only.</summary>
    private static int MakePlain(ReadOnlySpan<byte> data, ref NumpyElement element, Span<byte> plain)
    {
        var isComplex = element.Kind == NumpyElement.Family.Complex;
        var stride = element.Size;
        var size = isComplex ? stride / 2 : stride;
        var length = 0;
        for (var offset = 0; offset < data.Length; offset += stride, length += size)
        {
            var value = plain.Slice(length, size);
            data.Slice(offset, size).CopyTo(value);
            if (element.IsBigEndian)
            {
                value.Reverse();
            }
        }

        element = new NumpyElement(isComplex ? NumpyElement.Family.Float : element.Kind, size);
        return length;
    }

    private static Array ConvertPlain(ReadOnlySpan<byte> data, NumpyElement element, TensorDtype target) => target switch
    {
        TensorDtype.Float64 => To<double>(data, element),
        TensorDtype.Float32 => To<float>(data, element),
        TensorDtype.Float16 => To<Half>(data, element),
        TensorDtype.Int64 => To<long>(data, element),
        TensorDtype.Int32 => To<int>(data, element),
        TensorDtype.Int16 => To<short>(data, element),
        TensorDtype.Int8 => To<sbyte>(data, element),
        TensorDtype.UInt8 => To<byte>(data, element),
        TensorDtype.Bool => ToBools(data, element),
        _ => throw new ArgumentOutOfRangeException(nameof(target), target, "No such element type."),
    };

    private static TTarget[] To<TTarget>(ReadOnlySpan<byte> data, NumpyElement element)
        where TTarget : unmanaged, INumber<TTarget> => (element.Kind, element.Size) switch
        {
            (NumpyElement.Family.Float, 8) => Map<double, TTarget>(data, FromDouble<TTarget>),
            (NumpyElement.Family.Float, 4) => Map<float, TTarget>(data, value => FromDouble<TTarget>(value)),
            (NumpyElement.Family.Float, _) => Map<Half, TTarget>(data, value => FromDouble<TTarget>((double)value)),
            (NumpyElement.Family.Signed, 8) => Map<long, TTarget>(data, TTarget.CreateTruncating),
            (NumpyElement.Family.Signed, 4) => Map<int, TTarget>(data, TTarget.CreateTruncating),
            (NumpyElement.Family.Signed, 2) => Map<short, TTarget>(data, TTarget.CreateTruncating),
            (NumpyElement.Family.Signed, _) => Map<sbyte, TTarget>(data, TTarget.CreateTruncating),
            (NumpyElement.Family.Unsigned, 8) => Map<ulong, TTarget>(data, TTarget.CreateTruncating),
            (NumpyElement.Family.Unsigned, 4) => Map<uint, TTarget>(data, TTarget.CreateTruncating),
            (NumpyElement.Family.Unsigned, 2) => Map<ushort, TTarget>(data, TTarget.CreateTruncating),
            (NumpyElement.Family.Unsigned, _) => Map<byte, TTarget>(data, TTarget.CreateTruncating),
            _ => Map<byte, TTarget>(data, value => value == 0 ? TTarget.Zero : TTarget.One),
        };

    private static bool[] ToBools(ReadOnlySpan<byte> data, NumpyElement element) => (element.Kind, element.Size) switch
    {
        (NumpyElement.Family.Float, 8) => Map<double, bool>(data, value => value != 0),
        (NumpyElement.Family.Float, 4) => Map<float, bool>(data, value => value != 0),
        (NumpyElement.Family.Float, _) => Map<Half, bool>(data, value => value != Half.Zero),
        (_, 8) => Map<long, bool>(data, value => value != 0),
        (_, 4) => Map<int, bool>(data, value => value != 0),
        (_, 2) => Map<short, bool>(data, value => value != 0),
        _ => Map<byte, bool>(data, value => value != 0),
    };

    private static TTarget[] Map<TSource, TTarget>(ReadOnlySpan<byte> data, Func<TSource, TTarget> convert)
        where TSource : unmanaged
        where TTarget : unmanaged
    {
        var source = MemoryMarshal.Cast<byte, TSource>(data);
        var target = GC.AllocateUninitializedArray<TTarget>(source.Length);
        if (typeof(TSource) == typeof(TTarget))
        {
            MemoryMarshal.Cast<TSource, TTarget>(source).CopyTo(target);
            return target;
        }

        for (var i = 0; i < target.Length; i++)
        {
            target[i] = convert(source[i]);
        }

        return target;
    }

    /// <summary>Floats round; integers truncate toward zero, wrap when narrow, and take the lowest value when the number has no place in the register.</summary>
    private static TTarget FromDouble<TTarget>(double value)
        where TTarget : unmanaged, INumber<TTarget>
    {
        if (typeof(TTarget) == typeof(double) || typeof(TTarget) == typeof(float) || typeof(TTarget) == typeof(Half))
        {
            return TTarget.CreateTruncating(value);
        }

        if (typeof(TTarget) == typeof(long))
        {
            return TTarget.CreateTruncating(value is >= long.MinValue and < 9223372036854775808.0 ? (long)value : long.MinValue);
        }

        return TTarget.CreateTruncating(value is > int.MinValue - 1.0 and < int.MaxValue + 1.0 ? (int)value : int.MinValue);
    }
}
