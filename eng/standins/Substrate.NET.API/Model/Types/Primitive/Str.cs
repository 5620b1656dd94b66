using System;
using System.Text;

namespace Substrate.NetApi.Model.Types.Primitive;

/// <summary>A compact byte count, then UTF-8.</summary>
public class Str : BasePrim<string>
{
    public Str()
    {
    }

    public Str(string value)
        : base(value)
    {
    }

    public static explicit operator Str(string p) => new(p);

    public static implicit operator string(Str p) => p.Value;

    public override string TypeName() => "str";

    public override byte[] Encode() => Bytes;

    public override void Decode(byte[] byteArray, ref int p)
    {
        var start = p;
        var length = checked((int)(ulong)CompactInteger.Decode(byteArray, ref p));
        Value = Encoding.UTF8.GetString(byteArray, p, length);
        p += length;
        TypeSize = p - start;
        Bytes = byteArray.AsSpan(start, TypeSize).ToArray();
    }

    public override void Create(string value)
    {
        var text = Encoding.UTF8.GetBytes(value);
        Bytes = [.. new CompactInteger(text.Length).Encode(), .. text];
        TypeSize = Bytes.Length;
        Value = value;
    }
}
