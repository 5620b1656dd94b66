using System;

namespace Substrate.NetApi.Model.Types.Primitive;

public class Bool : BasePrim<bool>
{
    public Bool()
    {
    }

    public Bool(bool value)
        : base(value)
    {
    }

    public override int TypeSize => 1;

    public static explicit operator Bool(bool p) => new(p);

    public static implicit operator bool(Bool p) => p.Value;

    public override string TypeName() => "bool";

    public override byte[] Encode() => Bytes;

    public override void Create(byte[] byteArray)
    {
        Bytes = byteArray;
        Value = byteArray[0] > 0;
    }

    public override void Create(bool value)
    {
        Bytes = [value ? (byte)1 : (byte)0];
        Value = value;
    }
}
