using System;
using System.Numerics;

namespace Substrate.NetApi.Model.Types.Primitive;

public class U256 : BasePrim<BigInteger>
{
    public U256()
    {
    }

    public U256(BigInteger value)
        : base(value)
    {
    }

    public override int TypeSize => 32;

    public static explicit operator U256(BigInteger p) => new(p);

    public static implicit operator BigInteger(U256 p) => p.Value;

    public override string TypeName() => "u256";

    public override byte[] Encode() => Bytes;

    public override void Create(byte[] byteArray)
    {
        Bytes = byteArray;
        Value = new BigInteger(byteArray, isUnsigned: true);
    }

    public override void Create(BigInteger value)
    {
        Bytes = new byte[32];
        if (!value.TryWriteBytes(Bytes, out _, isUnsigned: true))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "The value does not fit into 32 bytes.");
        }

        Value = value;
    }
}
