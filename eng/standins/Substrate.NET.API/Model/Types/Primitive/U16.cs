using System;
using System.Buffers.Binary;

namespace Substrate.NetApi.Model.Types.Primitive;

public class U16 : BasePrim<ushort>
{
    public U16()
    {
    }

    public U16(ushort value)
        : base(value)
    {
    }

    public override int TypeSize => 2;

    public static explicit operator U16(ushort p) => new(p);

    public static implicit operator ushort(U16 p) => p.Value;

    public override string TypeName() => "u16";

    public override byte[] Encode() => Bytes;

    public override void Create(byte[] byteArray)
    {
        Bytes = byteArray;
        Value = BinaryPrimitives.ReadUInt16LittleEndian(byteArray);
    }

    public override void Create(ushort value)
    {
        Bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(Bytes, value);
        Value = value;
    }
}
