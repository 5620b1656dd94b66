using Substrate.NetApi;
using Tsps.Domain;

namespace Tsps.Subtensor;

/// <summary>Addresses of this chain: SS58, format 42.</summary>
internal static class Ss58
{
    public static Hotkey Encode(ReadOnlySpan<byte> publicKey) => new(Utils.GetAddressFrom(publicKey.ToArray()));

    /// <summary>The 32 bytes of a public key.</summary>
    /// <exception cref="SubtensorException">The address is mistyped or of another chain.</exception>
    public static byte[] Decode(string address)
    {
        byte[] key;
        try
        {
            key = Utils.GetPublicKeyFrom(address);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw Invalid(address, exception);
        }

        // Encoding again finds wrong checksums and other chains' formats, whatever the decoder lets pass.
        return key.Length == 32 && Utils.GetAddressFrom(key) == address ? key : throw Invalid(address, null);
    }

    private static SubtensorException Invalid(string address, Exception? cause) =>
        new($"'{address}' is no address of this chain. An address is SS58 of format 42, such as 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY.", cause);
}
