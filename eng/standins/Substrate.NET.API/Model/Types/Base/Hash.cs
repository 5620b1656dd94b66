using System;

namespace Substrate.NetApi.Model.Types.Base;

/// <summary>32 bytes; the value is their hex text.</summary>
public class Hash : BasePrim<string>
{
    public Hash()
    {
    }

    public Hash(string value)
        : base(value)
    {
    }

    public Hash(byte[] value) => Create(value);

    public override int TypeSize => 32;

    public static explicit operator Hash(byte[] p) => new(p);

    public static implicit operator byte[](Hash p) => p.Bytes;

    public override string TypeName() => "T::Hash";

    public override byte[] Encode() => Bytes;

    public override void Create(byte[] byteArray)
    {
        if (byteArray.Length != TypeSize)
        {
            throw new ArgumentException($"A hash has {TypeSize} bytes, not {byteArray.Length}.", nameof(byteArray));
        }

        Bytes = byteArray;
        Value = Utils.Bytes2HexString(byteArray);
    }

    public override void Create(string value) => Create(Utils.HexToByteArray(value));
}
