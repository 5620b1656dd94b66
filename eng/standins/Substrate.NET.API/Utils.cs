using System;
using System.Text;
using SimpleBase;

namespace Substrate.NetApi;

public class Utils
{
    private const int PublicKeyLength = 32;
    private const int ChecksumLength = 2;

    public static byte[] HexToByteArray(string hex, bool evenLeftZeroPad = false)
    {
        var digits = hex.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? hex[2..] : hex;
        return Convert.FromHexString(evenLeftZeroPad && digits.Length % 2 == 1 ? $"0{digits}" : digits);
    }

    public static byte[] GetPublicKeyFrom(string address) => GetPublicKeyFrom(address, out _);

    /// <summary>The 32 bytes behind an SS58 address, and its format number.</summary>
    public static byte[] GetPublicKeyFrom(string address, out short network)
    {
        var decoded = Base58.Bitcoin.Decode(address);
        var prefixLength = decoded.Length - PublicKeyLength - ChecksumLength;
        if (prefixLength is < 1 or > 2)
        {
            throw new ArgumentException($"'{address}' is no SS58 address of a public key.", nameof(address));
        }

        network = prefixLength == 1
            ? decoded[0]
            : (short)(((decoded[0] & 0x3f) << 2) | (decoded[1] >> 6) | ((decoded[1] & 0x3f) << 8));
        if (!Checksum(decoded[..^ChecksumLength]).AsSpan(0, ChecksumLength).SequenceEqual(decoded.AsSpan(decoded.Length - ChecksumLength)))
        {
            throw new ArgumentException($"The checksum of the SS58 address '{address}' is wrong.", nameof(address));
        }

        return decoded.AsSpan(prefixLength, PublicKeyLength).ToArray();
    }

    public static string GetAddressFrom(byte[] bytes, short ss58Prefix = 42)
    {
        byte[] prefix = ss58Prefix < 64
            ? [(byte)ss58Prefix]
            : [(byte)(((ss58Prefix & 0xfc) >> 2) | 0x40), (byte)((ss58Prefix >> 8) | ((ss58Prefix & 3) << 6))];
        byte[] body = [.. prefix, .. bytes];
        return Base58.Bitcoin.Encode([.. body, .. Checksum(body).AsSpan(0, ChecksumLength)]);
    }

    private static byte[] Checksum(byte[] body) => HashExtension.Blake2([.. Encoding.ASCII.GetBytes("SS58PRE"), .. body], 512);
}
