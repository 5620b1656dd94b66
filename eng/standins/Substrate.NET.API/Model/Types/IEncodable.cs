namespace Substrate.NetApi.Model.Types;

public interface IEncodable
{
    byte[] Encode();
}
