namespace Tsps.Bittensor.Tensors;

/// <summary>The MessagePack map in which msgpack-numpy keeps an array (wire specification, section 3). Everything refers to the bytes it was read from.</summary>
internal readonly ref struct NumpyArray
{
    /// <summary>As many dimensions as numpy allows.</summary>
    public const int MaxRank = 64;

    private NumpyArray(NumpyElement element, long[] shape, int count, ReadOnlySpan<byte> data)
    {
        Element = element;
        Shape = shape;
        Count = count;
        Data = data;
    }

    public NumpyElement Element { get; }

    /// <summary>Empty for a scalar.</summary>
    public long[] Shape { get; }

    public int Count { get; }

    /// <summary>At least <see cref="Count"/> elements.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <exception cref="TensorFormatException">The bytes are no such map, or hold more or fewer elements than they may.</exception>
    public static NumpyArray Read(ReadOnlySpan<byte> bytes, int maxElements)
    {
        var fields = Fields.Read(bytes);
        if (fields.IsArray is not { } isArray)
        {
            throw new TensorFormatException("The tensor's buffer lacks the binary key 'nd': it was not written by msgpack-numpy.");
        }

        if (!fields.HasType || !NumpyElement.TryParse(fields.Type, out var element))
        {
            throw new TensorFormatException("The tensor's buffer names no element type that is known: float64 is '<f8'.");
        }

        if (!fields.HasData || (isArray && fields.Shape is null))
        {
            throw new TensorFormatException("The tensor's buffer lacks the binary key 'shape' or 'data'.");
        }

        long[] shape = isArray ? fields.Shape! : [];
        var count = TensorShape.CountElements(shape, maxElements);
        if (fields.Data.Length < (long)count * element.Size)
        {
            throw new TensorFormatException($"The tensor has {count} elements of {element.Size} bytes but only {fields.Data.Length} bytes of data.");
        }

        return new NumpyArray(element, shape, count, fields.Data);
    }

    private ref struct Fields
    {
        public bool? IsArray;
        public bool HasType;
        public ReadOnlySpan<byte> Type;
        public long[]? Shape;
        public bool HasData;
        public ReadOnlySpan<byte> Data;

        public static Fields Read(ReadOnlySpan<byte> bytes)
        {
            var fields = default(Fields);
            var cursor = new MessagePackCursor(bytes);
            if (cursor.ReadHead(out var pairs) != MessagePackCursor.Token.Map)
            {
                throw new TensorFormatException("The tensor's buffer is no MessagePack map.");
            }

            // A false number of pairs runs into the end of the bytes.
            for (; pairs > 0; pairs--)
            {
                fields.ReadPair(ref cursor);
            }

            return cursor.IsAtEnd ? fields : throw new TensorFormatException("Bytes follow the MessagePack map of the tensor.");
        }

        private void ReadPair(ref MessagePackCursor cursor)
        {
            var start = cursor;
            if (cursor.ReadHead(out var length) != MessagePackCursor.Token.Binary)
            {
                cursor = start;
                cursor.Skip();
                cursor.Skip();
                return;
            }

            var key = cursor.Take(length);
            if (key.SequenceEqual("nd"u8))
            {
                IsArray = cursor.ReadHead(out _) switch
                {
                    MessagePackCursor.Token.True => true,
                    MessagePackCursor.Token.False => false,
                    _ => throw new TensorFormatException("The key 'nd' of the tensor's buffer is neither true nor false."),
                };
            }
            else if (key.SequenceEqual("type"u8))
            {
                HasType = true;
                Type = cursor.ReadHead(out length) is MessagePackCursor.Token.Text or MessagePackCursor.Token.Binary
                    ? cursor.Take(length)
                    : throw new TensorFormatException("The key 'type' of the tensor's buffer is no text.");
            }
            else if (key.SequenceEqual("kind"u8))
            {
                CheckKind(ref cursor);
            }
            else if (key.SequenceEqual("shape"u8))
            {
                Shape = ReadShape(ref cursor);
            }
            else if (key.SequenceEqual("data"u8))
            {
                HasData = true;
                Data = cursor.ReadHead(out length) == MessagePackCursor.Token.Binary
                    ? cursor.Take(length)
                    : throw new TensorFormatException("The key 'data' of the tensor's buffer is not binary.");
            }
            else
            {
                cursor.Skip();
            }
        }

        /// <summary>Plain numbers have an empty kind; O is pickled Python objects, V is structures.</summary>
        private static void CheckKind(ref MessagePackCursor cursor)
        {
            var token = cursor.ReadHead(out var length);
            var isPlain = token switch
            {
                MessagePackCursor.Token.Nil => true,
                MessagePackCursor.Token.Text or MessagePackCursor.Token.Binary => cursor.Take(length).IsEmpty,
                _ => false,
            };
            if (!isPlain)
            {
                throw new TensorFormatException("The tensor holds objects or structures, not plain numbers.");
            }
        }

        private static long[] ReadShape(ref MessagePackCursor cursor)
        {
            if (cursor.ReadHead(out var rank) != MessagePackCursor.Token.Array || rank > MaxRank)
            {
                throw new TensorFormatException($"The key 'shape' of the tensor's buffer is no array of at most {MaxRank} integers.");
            }

            var shape = new long[rank];
            for (var i = 0; i < shape.Length; i++)
            {
                if (cursor.ReadHead(out shape[i]) != MessagePackCursor.Token.Integer || shape[i] < 0)
                {
                    throw new TensorFormatException("The key 'shape' of the tensor's buffer holds something other than lengths.");
                }
            }

            return shape;
        }
    }
}
