namespace Substrate.NetApi.Model.Types;

public interface IType : IEncodable
{
    int TypeSize { get; set; }

    string TypeName();

    void Decode(byte[] byteArray, ref int p);

    void Create(string str);

    void Create(byte[] byteArray);

    void CreateFromJson(string str);

    IType New();
}
