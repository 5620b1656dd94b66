using System;
using System.Buffers.Binary;

namespace Substrate.NetApi.Model.Types.Primitive;

public class U64 : BasePrim<ulong>
{
    public U64()
    {
    }

    public U64(ulong value)
        : base(value)
    {
    }

    public override int TypeSize => 8;

    public static explicit operator U64(ulong p) => new(p);

    public static implicit operator ulong(U64 p) => p.Value;

    public override string TypeName() => "u64";

    public override byte[] Encode() => Bytes;

    public override void Create(byte[] byteArray)
    {
        Bytes = byteArray;
        Value = BinaryPrimitives.ReadUInt64LittleEndian(byteArray);
    }

    public override void Create(ulong value)
    {
        Bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(Bytes, value);
        Value = value;
    }
}
