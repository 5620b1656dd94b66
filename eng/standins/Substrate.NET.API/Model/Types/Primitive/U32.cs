using System;
using System.Buffers.Binary;

namespace Substrate.NetApi.Model.Types.Primitive;

public class U32 : BasePrim<uint>
{
    public U32()
    {
    }

    public U32(uint value)
        : base(value)
    {
    }

    public override int TypeSize => 4;

    public static explicit operator U32(uint p) => new(p);

    public static implicit operator uint(U32 p) => p.Value;

    public override string TypeName() => "u32";

    public override byte[] Encode() => Bytes;

    public override void Create(byte[] byteArray)
    {
        Bytes = byteArray;
        Value = BinaryPrimitives.ReadUInt32LittleEndian(byteArray);
    }

    public override void Create(uint value)
    {
        Bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes, value);
        Value = value;
    }
}
