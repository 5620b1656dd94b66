using System;
using System.Buffers.Binary;
using System.Numerics;
using Substrate.NetApi.Model.Types;

namespace Substrate.NetApi;

/// <summary>SCALE's general integer: two bits of mode, then one, two, four or more bytes.</summary>
public struct CompactInteger : IEncodable
{
    private const int MaximumBytes = 67;

    public CompactInteger(BigInteger value) => Value = value;

    public BigInteger Value { get; }

    public static implicit operator ulong(CompactInteger c) => (ulong)c.Value;

    public static implicit operator CompactInteger(BigInteger b) => new(b);

    public static implicit operator CompactInteger(int i) => new(i);

    public static implicit operator CompactInteger(uint i) => new(i);

    public static CompactInteger Decode(byte[] m, ref int p)
    {
        var rest = m.AsSpan(p);
        switch (rest[0] & 3)
        {
            case 0:
                p += 1;
                return rest[0] >> 2;
            case 1:
                p += 2;
                return BinaryPrimitives.ReadUInt16LittleEndian(rest) >> 2;
            case 2:
                p += 4;
                return BinaryPrimitives.ReadUInt32LittleEndian(rest) >> 2;
            default:
                var count = (rest[0] >> 2) + 4;
                p += 1 + count;
                return new BigInteger(rest.Slice(1, count), isUnsigned: true);
        }
    }

    public byte[] Encode()
    {
        if (Value.Sign < 0)
        {
            throw new InvalidOperationException($"A compact integer is not negative: {Value}.");
        }

        if (Value < 1 << 6)
        {
            return [(byte)((int)Value << 2)];
        }

        if (Value < 1 << 14)
        {
            var two = new byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(two, (ushort)(((int)Value << 2) | 1));
            return two;
        }

        if (Value < 1 << 30)
        {
            var four = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(four, ((uint)Value << 2) | 2);
            return four;
        }

        var bytes = Value.ToByteArray(isUnsigned: true);
        if (bytes.Length > MaximumBytes)
        {
            throw new InvalidOperationException($"A compact integer has at most {MaximumBytes} bytes, not {bytes.Length}.");
        }

        var length = Math.Max(4, bytes.Length);
        var result = new byte[1 + length];
        result[0] = (byte)(((length - 4) << 2) | 3);
        bytes.CopyTo(result, 1);
        return result;
    }

    public override string ToString() => Value.ToString();
}
