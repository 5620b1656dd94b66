using System;
using System.Numerics;

namespace Substrate.NetApi.Model.Types.Primitive;

public class U128 : BasePrim<BigInteger>
{
    public U128()
    {
    }

    public U128(BigInteger value)
        : base(value)
    {
    }

    public override int TypeSize => 16;

    public static explicit operator U128(BigInteger p) => new(p);

    public static implicit operator BigInteger(U128 p) => p.Value;

    public override string TypeName() => "u128";

    public override byte[] Encode() => Bytes;

    public override void Create(byte[] byteArray)
    {
        Bytes = byteArray;
        Value = new BigInteger(byteArray, isUnsigned: true);
    }

    /// <summary>Like the real one it counts the sign's bit, so that the upper half of a u128 is refused.</summary>
    public override void Create(BigInteger value)
    {
        Bytes = new byte[16];
        if (!value.TryWriteBytes(Bytes, out _, isUnsigned: false))
        {
            throw new NotSupportedException("The value does not fit into 16 bytes with its sign.");
        }

        Value = value;
    }
}
