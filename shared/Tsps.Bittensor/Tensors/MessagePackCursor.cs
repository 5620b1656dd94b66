using System.Buffers.Binary;

namespace Tsps.Bittensor.Tensors;

/// <summary>Walks over MessagePack without allocating and without recursion. Extension types are refused: no tensor has them.</summary>
/// <param name="bytes">All of it, or its beginning.</param>
/// <param name="missing">How many bytes may follow the beginning.</param>
internal ref struct MessagePackCursor(ReadOnlySpan<byte> bytes, long missing = 0)
{
    private ReadOnlySpan<byte> _rest = bytes;

    internal enum Token
    {
        Nil,
        False,
        True,
        Integer,
        Float,
        Text,
        Binary,
        Array,
        Map,
    }

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Bytes that are there and were not read.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Whether the bytes that are there ended within <see cref="TakeData"/>: there is nothing more to read.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Reads one head. <paramref name="value"/> is the integer, or the length in bytes of a text or binary, or the number of elements or pairs.</summary>
    /// <exception cref="TensorFormatException">The bytes end too early, or an extension type or a reserved byte stands here.</exception>
    public Token ReadHead(out long value)
    {
        var head = Take(1)[0];
        value = head switch
        {
            <= 0x7f => head,
            >= 0xe0 => (sbyte)head,
            < 0xa0 => head & 0x0f,
            < 0xc0 => head & 0x1f,
            _ => 0,
        };
        switch (head)
        {
            case <= 0x7f or >= 0xe0:
                return Token.Integer;
            case < 0x90:
                return Token.Map;
            case < 0xa0:
                return Token.Array;
            case < 0xc0:
                return Token.Text;
            case 0xc0:
                return Token.Nil;
            case 0xc2:
                return Token.False;
            case 0xc3:
                return Token.True;
            case 0xca or 0xcb:
                Take(head == 0xca ? 4 : 8);
                return Token.Float;
            case 0xc4 or 0xd9:
                value = ReadUnsigned(1);
                return head == 0xc4 ? Token.Binary : Token.Text;
            case 0xc5 or 0xda:
                value = ReadUnsigned(2);
                return head == 0xc5 ? Token.Binary : Token.Text;
            case 0xc6 or 0xdb:
                value = ReadUnsigned(4);
                return head == 0xc6 ? Token.Binary : Token.Text;
            case >= 0xcc and <= 0xcf:
                value = ReadUnsigned(1 << (head - 0xcc));
                return Token.Integer;
            case >= 0xd0 and <= 0xd3:
                value = ReadSigned(1 << (head - 0xd0));
                return Token.Integer;
            case 0xdc or 0xdd:
                value = ReadUnsigned(head == 0xdc ? 2 : 4);
                return Token.Array;
            case 0xde or 0xdf:
                value = ReadUnsigned(head == 0xde ? 2 : 4);
                return Token.Map;
            default:
                throw new TensorFormatException($"MessagePack type 0x{head:x2} has no place in a tensor.");
        }
    }

    public ReadOnlySpan<byte> Take(long length)
    {
        if (length > _rest.Length)
        {
            throw new TensorFormatException(length > _rest.Length + missing
                ? "The MessagePack of the tensor ends too early."
                : "The MessagePack of the tensor has too much beside its data.");
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    /// <summary>As <see cref="Take"/>, but less where the beginning ends first.</summary>
    public ReadOnlySpan<byte> TakeData(long length)
    {
        IsCut = length > _rest.Length && length <= _rest.Length + missing;
        return Take(IsCut ? _rest.Length : length);
    }

    /// <summary>Passes over one value, however deep.</summary>
    public void Skip()
    {
        for (long pending = 1; pending > 0; pending--)
        {
            switch (ReadHead(out var value))
            {
                case Token.Text or Token.Binary:
                    Take(value);
                    break;
                case Token.Array:
                    pending += value;
                    break;
                case Token.Map:
                    pending += 2 * value;
                    break;
                default:
                    break;
            }

            // Every pending value takes a byte at least, so a false count is found before it is walked.
            if (pending - 1 > _rest.Length + missing)
            {
                throw new TensorFormatException("The MessagePack of the tensor ends too early.");
            }
        }
    }

    private long ReadUnsigned(int size)
    {
        var bytes = Take(size);
        return size switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            _ when BinaryPrimitives.ReadUInt64BigEndian(bytes) is <= long.MaxValue and var value => (long)value,
            _ => throw new TensorFormatException("An integer in the tensor is beyond 63 bits."),
        };
    }

    private long ReadSigned(int size)
    {
        var bytes = Take(size);
        return size switch
        {
            1 => (sbyte)bytes[0],
            2 => BinaryPrimitives.ReadInt16BigEndian(bytes),
            4 => BinaryPrimitives.ReadInt32BigEndian(bytes),
            _ => BinaryPrimitives.ReadInt64BigEndian(bytes),
        };
    }
}
