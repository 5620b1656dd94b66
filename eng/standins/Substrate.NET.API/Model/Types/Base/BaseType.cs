namespace Substrate.NetApi.Model.Types.Base;

public abstract class BaseType : IType
{
    public virtual int TypeSize { get; set; }

    public byte[] Bytes { get; set; }

    public virtual string TypeName() => GetType().Name;

    public abstract byte[] Encode();

    public abstract void Decode(byte[] byteArray, ref int p);

    public virtual void Create(string str) => Create(Utils.HexToByteArray(str));

    public virtual void Create(byte[] byteArray)
    {
        var position = 0;
        Decode(byteArray, ref position);
    }

    public virtual void CreateFromJson(string str) => Create(Utils.HexToByteArray(str));

    public IType New() => this;
}
