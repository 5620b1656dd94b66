using System.Buffers;
using SimpleBase;
using Tsps.Domain;

namespace Tsps.Bittensor.Keys;

/// <summary>SS58 addresses of 32-byte public keys (keys specification, rule 3).</summary>
public static class Ss58
{
    /// <summary>The format of Bittensor's addresses: 48 characters that begin with <c>5</c>.</summary>
    public const ushort BittensorFormat = 42;

    private const int ChecksumSize = 2;
    private const int MaxPrefixSize = 2;
    private const int MaxSize = MaxPrefixSize + Sr25519.PublicKeySize + ChecksumSize;
    private const int MaxCharacters = 50;
    private const int FirstTwoByteFormat = 64;
    private const int MaxFormat = 16383;

    private static readonly SearchValues<char> Base58Characters =
        SearchValues.Create(Base58.Bitcoin.Alphabet.Value);

    /// <summary>The address of a public key in <see cref="BittensorFormat"/>.</summary>
    /// <exception cref="ArgumentException">The key does not have 32 bytes.</exception>
    public static Hotkey Encode(ReadOnlySpan<byte> publicKey) => new(Encode(publicKey, BittensorFormat));

    /// <summary>The address of a public key in any format from 0 to 16383 but 46 and 47, which are reserved.</summary>
    /// <exception cref="ArgumentException">The key does not have 32 bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such format.</exception>
    public static string Encode(ReadOnlySpan<byte> publicKey, ushort format)
    {
        if (publicKey.Length != Sr25519.PublicKeySize)
        {
            throw new ArgumentException($"A public key has {Sr25519.PublicKeySize} bytes, not {publicKey.Length}.", nameof(publicKey));
        }

        if (!IsFormat(format))
        {
            throw new ArgumentOutOfRangeException(nameof(format), format, "An SS58 format is 0 to 16383, and neither 46 nor 47.");
        }

        Span<byte> bytes = stackalloc byte[MaxSize];
        var prefixSize = WritePrefix(format, bytes);
        var bodySize = prefixSize + Sr25519.PublicKeySize;
        publicKey.CopyTo(bytes[prefixSize..]);
        WriteChecksum(bytes[..bodySize], bytes.Slice(bodySize, ChecksumSize));
        return Base58.Bitcoin.Encode(bytes[..(bodySize + ChecksumSize)]);
    }

    /// <summary>The 32 bytes of an address in <see cref="BittensorFormat"/>.</summary>
    /// <exception cref="FormatException">It is no such address; the message says why.</exception>
    public static byte[] Decode(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var publicKey = new byte[Sr25519.PublicKeySize];
        var problem = Read(address, publicKey, out var format);
        problem ??= format == BittensorFormat ? null : $"its format is {format}, and Bittensor's is {BittensorFormat}";
        if (problem is null)
        {
            return publicKey;
        }

        // What is too long may be a secret in the wrong place, so it is not repeated.
        var shown = address.Length > MaxCharacters ? "This" : $"'{address}'";
        throw new FormatException($"{shown} is no address of Bittensor: {problem}.");
    }

    /// <summary>Reads an address in <see cref="BittensorFormat"/> into 32 bytes; false for anything else.</summary>
    /// <exception cref="ArgumentException"><paramref name="publicKey"/> has fewer than 32 bytes.</exception>
    public static bool TryDecode(ReadOnlySpan<char> address, Span<byte> publicKey) =>
        TryDecode(address, publicKey, out var format) && format == BittensorFormat;

    /// <summary>Reads an address in any format into 32 bytes; false for anything else.</summary>
    /// <exception cref="ArgumentException"><paramref name="publicKey"/> has fewer than 32 bytes.</exception>
    public static bool TryDecode(ReadOnlySpan<char> address, Span<byte> publicKey, out ushort format) =>
        Read(address, publicKey, out format) is null;

    /// <summary>What is wrong with the address, or null once key and format are read.</summary>
    private static string? Read(ReadOnlySpan<char> address, Span<byte> publicKey, out ushort format)
    {
        format = 0;
        if (publicKey.Length < Sr25519.PublicKeySize)
        {
            throw new ArgumentException($"A public key needs room for {Sr25519.PublicKeySize} bytes, not {publicKey.Length}.", nameof(publicKey));
        }

        if (address.IsEmpty || address.Length > MaxCharacters)
        {
            return $"an address has 1 to {MaxCharacters} characters, and this {address.Length}";
        }

        Span<byte> room = stackalloc byte[MaxCharacters];
        if (address.ContainsAnyExcept(Base58Characters) || !Base58.Bitcoin.TryDecode(address, room, out var size))
        {
            return "it has characters that base58 does not have";
        }

        ReadOnlySpan<byte> bytes = room[..size];
        var prefixSize = size > 0 && bytes[0] < FirstTwoByteFormat ? 1 : MaxPrefixSize;
        var bodySize = prefixSize + Sr25519.PublicKeySize;
        if (size != bodySize + ChecksumSize)
        {
            return $"it holds {size} bytes, which is not a public key with format and checksum";
        }

        Span<byte> checksum = stackalloc byte[ChecksumSize];
        WriteChecksum(bytes[..bodySize], checksum);
        if (!checksum.SequenceEqual(bytes[bodySize..]))
        {
            return "its checksum is wrong, so a character is mistyped";
        }

        if (!TryReadPrefix(bytes[..prefixSize], out format))
        {
            return "it has a format that does not exist";
        }

        bytes[prefixSize..bodySize].CopyTo(publicKey);
        return null;
    }

    private static bool IsFormat(int format) => format is >= 0 and <= MaxFormat and not (46 or 47);

    private static int WritePrefix(ushort format, Span<byte> bytes)
    {
        if (format < FirstTwoByteFormat)
        {
            bytes[0] = (byte)format;
            return 1;
        }

        bytes[0] = (byte)(((format & 0xfc) >> 2) | 0x40);
        bytes[1] = (byte)((format >> 8) | ((format & 3) << 6));
        return 2;
    }

    private static bool TryReadPrefix(ReadOnlySpan<byte> prefix, out ushort format)
    {
        if (prefix.Length == 1)
        {
            format = prefix[0];
            return IsFormat(format);
        }

        format = (ushort)(((prefix[0] & 0x3f) << 2) | (prefix[1] >> 6) | ((prefix[1] & 0x3f) << 8));
        return prefix[0] < 0x80 && format >= FirstTwoByteFormat && IsFormat(format);
    }

    private static void WriteChecksum(ReadOnlySpan<byte> body, Span<byte> checksum)
    {
        Span<byte> input = stackalloc byte[7 + MaxSize];
        Span<byte> hash = stackalloc byte[64];
        "SS58PRE"u8.CopyTo(input);
        body.CopyTo(input[7..]);
        Sodium.Blake2b(hash, input[..(7 + body.Length)]);
        hash[..ChecksumSize].CopyTo(checksum);
    }
}
