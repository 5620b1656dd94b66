namespace Substrate.NetApi.Model.Types.Primitive;

public class U8 : BasePrim<byte>
{
    public U8()
    {
    }

    public U8(byte value)
        : base(value)
    {
    }

    public override int TypeSize => 1;

    public static explicit operator U8(byte p) => new(p);

    public static implicit operator byte(U8 p) => p.Value;

    public override string TypeName() => "u8";

    public override byte[] Encode() => Bytes;

    public override void Create(byte[] byteArray) => Create(byteArray[0]);

    public override void Create(byte value)
    {
        Bytes = [value];
        Value = value;
    }
}
