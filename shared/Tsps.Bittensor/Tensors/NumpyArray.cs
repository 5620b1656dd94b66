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
        var fields = Fields.Read(bytes, 0);
        var (element, shape, count) = fields.Check(maxElements);
        return new NumpyArray(element, shape, count, fields.Data);
    }

    /// <summary>Checks what can be told from the beginning, which holds all but data; nothing where other keys follow the data.</summary>
    /// <param name="missing">How many bytes follow at most.</param>
    /// <param name="length">Of the whole map in bytes; null when that cannot be told.</param>
    /// <returns>The shape and its number of elements; null when they cannot be told.</returns>
    /// <exception cref="TensorFormatException">As <see cref="Read"/>.</exception>
    public static (long[] Shape, int Count)? CheckHead(ReadOnlySpan<byte> head, long missing, int maxElements, out long? length)
    {
        var fields = Fields.Read(head, missing);
        length = fields.Length;
        if (length is null)
        {
            return null;
        }

        var (_, shape, count) = fields.Check(maxElements);
        return (shape, count);
    }

    private ref struct Fields
    {
        public bool? IsArray;
        public bool HasType;
        public ReadOnlySpan<byte> Type;
        public long[]? Shape;
        public long? DataLength;

        /// <summary>Less than <see cref="DataLength"/> when only the beginning was read.</summary>
        public ReadOnlySpan<byte> Data;

        /// <summary>Of the whole map; null when keys follow data that are not there.</summary>
        public long? Length;

        /// <exception cref="TensorFormatException">Something is missing, or there are more or fewer elements than there may be.</exception>
        public readonly (NumpyElement Element, long[] Shape, int Count) Check(int maxElements)
        {
            if (IsArray is not { } isArray)
            {
                throw new TensorFormatException("The tensor's buffer lacks the binary key 'nd': it was not written by msgpack-numpy.");
            }

            if (!HasType || !NumpyElement.TryParse(Type, out var element))
            {
                throw new TensorFormatException("The tensor's buffer names no element type that is known: float64 is '<f8'.");
            }

            if (DataLength is not { } dataLength || (isArray && Shape is null))
            {
                throw new TensorFormatException("The tensor's buffer lacks the binary key 'shape' or 'data'.");
            }

            long[] shape = isArray ? Shape! : [];
            var count = TensorShape.CountElements(shape, maxElements);
            if (dataLength < (long)count * element.Size)
            {
                throw new TensorFormatException($"The tensor has {count} elements of {element.Size} bytes but only {dataLength} bytes of data.");
            }

            return (element, shape, count);
        }

        public static Fields Read(ReadOnlySpan<byte> bytes, long missing)
        {
            var fields = default(Fields);
            var cursor = new MessagePackCursor(bytes, missing);
            if (cursor.ReadHead(out var pairs) != MessagePackCursor.Token.Map)
            {
                throw new TensorFormatException("The tensor's buffer is no MessagePack map.");
            }

            // A false number of pairs runs into the end of the bytes.
            for (; pairs > 0 && !cursor.IsCut; pairs--)
            {
                fields.ReadPair(ref cursor);
            }

            if (!cursor.IsAtEnd && missing == 0)
            {
                throw new TensorFormatException("Bytes follow the MessagePack map of the tensor.");
            }

            var unread = cursor.IsCut ? fields.DataLength - fields.Data.Length : -cursor.Remaining;
            fields.Length = pairs == 0 ? bytes.Length + unread : null;
            return fields;
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
                Data = cursor.ReadHead(out length) == MessagePackCursor.Token.Binary
                    ? cursor.TakeData(length)
                    : throw new TensorFormatException("The key 'data' of the tensor's buffer is not binary.");
                DataLength = length;
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
