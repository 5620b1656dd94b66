using System.Text;

namespace Substrate.NetApi;

public class RequestGenerator
{
    /// <summary>The first 32 bytes of a storage key: the hashes of the module's and the item's name.</summary>
    public static byte[] GetStorageKeyBytesHash(string module, string item) =>
        [.. HashExtension.Twox128(Encoding.ASCII.GetBytes(module)), .. HashExtension.Twox128(Encoding.ASCII.GetBytes(item))];
}
