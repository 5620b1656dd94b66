using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Tsps.Subtensor.Scale;

/// <summary>
/// Reads SCALE (chain specification, section 1) from what a peer sent: every length is checked against the bytes that are there,
/// and compact integers must have their shortest form.
/// </summary>
/// <remarks>
/// Encoding goes through the base types of Substrate.NetApi; decoding does not, because their decoders trust their input and copy each value.
/// </remarks>
internal ref struct ScaleReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly int Remaining => _bytes.Length - Position;

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count < 0 || count > Remaining)
        {
            throw new ScaleException($"{count} bytes were expected at byte {Position}, but only {Remaining} are left.");
        }

        var span = _bytes.Slice(Position, count);
        Position += count;
        return span;
    }

    public byte ReadByte() => ReadBytes(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(sizeof(ushort)));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(sizeof(uint)));

    /// <summary>A little-endian integer of <paramref name="size"/> bytes.</summary>
    public BigInteger ReadInteger(int size, bool isSigned) => new(ReadBytes(size), isUnsigned: !isSigned);

    public bool ReadBool() => ReadFlag("bool");

    /// <summary>Whether an <c>Option</c> holds a value, which then follows.</summary>
    public bool ReadOption() => ReadFlag("option");

    public BigInteger ReadCompact()
    {
        var start = Position;
        var first = ReadByte();
        switch (first & 3)
        {
            case 0:
                return first >> 2;
            case 1:
                var two = (first | (ReadByte() << 8)) >> 2;
                return Shortest(two, two >= 1 << 6, start);
            case 2:
                var rest = ReadBytes(3);
                var four = (uint)(first | (rest[0] << 8) | (rest[1] << 16) | (rest[2] << 24)) >> 2;
                return Shortest(four, four >= 1 << 14, start);
            default:
                var body = ReadBytes((first >> 2) + 4);
                var big = new BigInteger(body, isUnsigned: true);
                return Shortest(big, body[^1] != 0 && (body.Length > 4 || big >= 1 << 30), start);
        }
    }

    /// <summary>A compact integer of at most 32 bits.</summary>
    public uint ReadCompactUInt32()
    {
        var start = Position;
        var value = ReadCompact();
        return value <= uint.MaxValue ? (uint)value : throw new ScaleException($"The compact integer at byte {start} is {value}, more than 32 bits hold.");
    }

    /// <summary>The number of items that follow, of at least <paramref name="itemSize"/> bytes each.</summary>
    public int ReadCount(int itemSize = 1)
    {
        var start = Position;
        var count = ReadCompact();
        if (count * itemSize > Remaining)
        {
            throw new ScaleException($"{count} items are announced at byte {start}, but only {Remaining} bytes are left.");
        }

        return (int)count;
    }

    public ReadOnlySpan<byte> ReadByteVector() => ReadBytes(ReadCount());

    public string ReadText()
    {
        var start = Position;
        try
        {
            return StrictUtf8.GetString(ReadByteVector());
        }
        catch (DecoderFallbackException)
        {
            throw new ScaleException($"The text at byte {start} is not UTF-8.");
        }
    }

    public readonly void ExpectEnd()
    {
        if (Remaining != 0)
        {
            throw new ScaleException($"{Remaining} of {_bytes.Length} bytes are left over.");
        }
    }

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private bool ReadFlag(string what)
    {
        var start = Position;
        return ReadByte() switch
        {
            0 => false,
            1 => true,
            var other => throw new ScaleException($"The {what} at byte {start} is {other}, neither 0 nor 1."),
        };
    }

    private static BigInteger Shortest(BigInteger value, bool isShortest, int start) =>
        isShortest ? value : throw new ScaleException($"The compact integer {value} at byte {start} is longer than it need be.");
}
