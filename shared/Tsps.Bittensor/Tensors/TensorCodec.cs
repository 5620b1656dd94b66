using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Tsps.Bittensor.Tensors;

/// <summary>Writes and reads tensor blocks byte for byte as the SDKs do: a MessagePack map of msgpack-numpy in base64 (wire specification, section 3).</summary>
public static class TensorCodec
{
    /// <summary>Characters of base64 in which everything but the data has its place; whole groups of four.</summary>
    private const int LongText = 4096;

    /// <param name="values">In row order (C order).</param>
    /// <param name="shape">Empty for a scalar; both a scalar and an empty vector are written with outer shape [0].</param>
    /// <exception cref="ArgumentException">The element type is none of <see cref="TensorDtype"/>, or the number of values does not fit the shape.</exception>
    public static TensorBlock Encode<T>(ReadOnlySpan<T> values, IReadOnlyList<int> shape, TensorDtypeSpelling spelling)
        where T : unmanaged
    {
        CheckShape(values.Length, shape);
        var dtype = NumpyElement.DtypeOf<T>();
        var data = MemoryMarshal.AsBytes(values);
        var packed = ArrayPool<byte>.Shared.Rent(MaxHeaderLength(shape.Count) + data.Length);
        try
        {
            var headerLength = WriteHeader(packed, dtype, shape, data.Length);
            data.CopyTo(packed.AsSpan(headerLength));
            var length = headerLength + data.Length;
            var base64 = GC.AllocateUninitializedArray<byte>(Base64.GetMaxEncodedToUtf8Length(length));
            Base64.EncodeToUtf8(packed.AsSpan(0, length), base64, out _, out _);
            return new TensorBlock(base64, dtype, spelling, ToOuterShape(shape));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>Writes a tensor that was decoded or made earlier.</summary>
    public static TensorBlock Encode(Tensor tensor, TensorDtypeSpelling spelling)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.Dtype switch
        {
            TensorDtype.Float64 => Encode(tensor.Values<double>(), tensor.Shape, spelling),
            TensorDtype.Float32 => Encode(tensor.Values<float>(), tensor.Shape, spelling),
            TensorDtype.Float16 => Encode(tensor.Values<Half>(), tensor.Shape, spelling),
            TensorDtype.Int64 => Encode(tensor.Values<long>(), tensor.Shape, spelling),
            TensorDtype.Int32 => Encode(tensor.Values<int>(), tensor.Shape, spelling),
            TensorDtype.Int16 => Encode(tensor.Values<short>(), tensor.Shape, spelling),
            TensorDtype.Int8 => Encode(tensor.Values<sbyte>(), tensor.Shape, spelling),
            TensorDtype.UInt8 => Encode(tensor.Values<byte>(), tensor.Shape, spelling),
            _ => Encode(tensor.Values<bool>(), tensor.Shape, spelling),
        };
    }

    /// <summary>
    /// Reads the buffer, reshapes it to the outer shape and converts it to the block's dtype. Sizes are checked before anything is allocated.
    /// Where the SDKs differ, this reads what either reads, if it is numbers written by msgpack-numpy: big-endian data, but no dates and no plain MessagePack lists.
    /// </summary>
    /// <exception cref="TensorFormatException">The block does not hold what it says, or is larger than <paramref name="limits"/> allow.</exception>
    public static Tensor Decode(TensorBlock block, TensorLimits limits)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(limits);
        if (block.Buffer is not { } text)
        {
            throw new TensorFormatException("The tensor has no buffer.");
        }

        if (!limits.Allows(text.Length))
        {
            throw new TensorFormatException($"The tensor's buffer of {text.Length} characters is larger than {limits.MaxElements} elements need.");
        }

        if (text.Length > LongText)
        {
            CheckHead(text.Span, block, limits);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        try
        {
            var length = LenientBase64.Decode(text.Span, bytes);
            var array = NumpyArray.Read(bytes.AsSpan(0, length), limits.MaxElements);
            var shape = TensorShape.Resolve(block.Shape, array.Shape, array.Count);
            return new Tensor(block.Dtype, TensorConversion.Convert(array, block.Dtype), shape);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Finds what is wrong with a large tensor before room is made for it and all of it is decoded.</summary>
    private static void CheckHead(ReadOnlySpan<byte> text, TensorBlock block, TensorLimits limits)
    {
        Span<byte> characters = stackalloc byte[LongText];
        Span<byte> head = stackalloc byte[LongText / 4 * 3];
        if (LenientBase64.DecodeHead(text, characters, head) < head.Length)
        {
            return;
        }

        var most = text.Length / 4 * 3;
        if (NumpyArray.CheckHead(head, most - head.Length, limits.MaxElements, out var length) is not { } array)
        {
            return;
        }

        TensorShape.Resolve(block.Shape, array.Shape, array.Count);
        if (length < most - 2 && LenientBase64.CountBytes(text) > length)
        {
            throw new TensorFormatException("Bytes follow the MessagePack map of the tensor.");
        }
    }

    internal static void CheckShape(int count, IReadOnlyList<int> shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!Fits(count, shape))
        {
            throw new ArgumentException($"{count} values do not fit the shape [{string.Join(", ", shape)}].", nameof(shape));
        }
    }

    private static bool Fits(int count, IReadOnlyList<int> shape)
    {
        long product = 1;
        for (var i = 0; i < shape.Count; i++)
        {
            if (shape[i] < 0)
            {
                return false;
            }

            product *= shape[i];
        }

        return shape.Count <= NumpyArray.MaxRank && product == count;
    }

    private static long[] ToOuterShape(IReadOnlyList<int> shape)
    {
        var lengths = new long[Math.Max(1, shape.Count)];
        for (var i = 0; i < shape.Count; i++)
        {
            lengths[i] = shape[i];
        }

        return lengths;
    }

    private static int MaxHeaderLength(int rank) => 64 + (5 * rank);

    private static int WriteHeader(Span<byte> target, TensorDtype dtype, IReadOnlyList<int> shape, int dataLength)
    {
        var writer = new HeaderWriter(target);
        writer.Byte(0x85);
        writer.Key("nd"u8);
        writer.Byte(0xc3);
        writer.Key("type"u8);
        var type = NumpyElement.TextOf(dtype);
        writer.Byte((byte)(0xa0 | type.Length));
        writer.Bytes(type);
        writer.Key("kind"u8);
        writer.Key(""u8);
        writer.Key("shape"u8);
        writer.Sized(shape.Count, fix: 0x90, fixLimit: 16, oneByte: null, twoBytes: 0xdc);
        foreach (var length in shape)
        {
            writer.Sized(length, fix: 0x00, fixLimit: 128, oneByte: 0xcc, twoBytes: 0xcd);
        }

        writer.Key("data"u8);
        writer.Sized(dataLength, fix: null, fixLimit: 0, oneByte: 0xc4, twoBytes: 0xc5);
        return writer.Length;
    }

    private ref struct HeaderWriter(Span<byte> target)
    {
        private readonly Span<byte> _target = target;

        public int Length { get; private set; }

        public void Byte(byte value) => _target[Length++] = value;

        public void Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_target[Length..]);
            Length += bytes.Length;
        }

        /// <summary>A binary string, as keys are.</summary>
        public void Key(ReadOnlySpan<byte> key)
        {
            Byte(0xc4);
            Byte((byte)key.Length);
            Bytes(key);
        }

        /// <summary>The shortest form of an integer or a length; the head of the four-byte form follows that of the two-byte form.</summary>
        public void Sized(int value, byte? fix, int fixLimit, byte? oneByte, byte twoBytes)
        {
            if (fix is { } small && value < fixLimit)
            {
                Byte((byte)(small | value));
            }
            else if (oneByte is { } head && value <= byte.MaxValue)
            {
                Byte(head);
                Byte((byte)value);
            }
            else if (value <= ushort.MaxValue)
            {
                Byte(twoBytes);
                BinaryPrimitives.WriteUInt16BigEndian(_target[Length..], (ushort)value);
                Length += sizeof(ushort);
            }
            else
            {
                Byte((byte)(twoBytes + 1));
                BinaryPrimitives.WriteInt32BigEndian(_target[Length..], value);
                Length += sizeof(int);
            }
        }
    }
}
