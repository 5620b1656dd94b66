using System.Buffers.Binary;
using System.Security.Cryptography;
using Tsps.Drand.Fields;

namespace Tsps.Drand;

/// <summary>Where the parts of a timelocked ciphertext lie, for a message of a given length (chain specification, section 7).</summary>
/// <remarks>
/// U, then V, W, the body and the suite's name, each behind its length; in the body the AES ciphertext with its tag and then the nonce, these
/// too behind their lengths. A length has eight bytes, little-endian.
/// </remarks>
internal readonly struct TimelockLayout(int messageLength)
{
    public const int MaskedSize = SHA256.HashSizeInBytes;
    public const int TagSize = 16;
    public const int NonceSize = 12;

    /// <summary>Bytes that a ciphertext is longer than its message.</summary>
    public const int Overhead = AesStart + TagSize + Prefix + NonceSize + Prefix + SuiteSize;

    private const int Prefix = sizeof(ulong);
    private const int VStart = Fp2.Size + Prefix;
    private const int WStart = VStart + MaskedSize + Prefix;
    private const int BodyStart = WStart + MaskedSize + Prefix;
    private const int AesStart = BodyStart + Prefix;
    private const int SuiteSize = 8;

    /// <summary>The ephemeral key, a point of G2.</summary>
    public static Range U => ..Fp2.Size;

    /// <summary>sigma, masked by the pairing.</summary>
    public static Range V => VStart..(VStart + MaskedSize);

    /// <summary>The AES key, masked by sigma.</summary>
    public static Range W => WStart..(WStart + MaskedSize);

    public Range Message => AesStart..TagStart;

    public Range Tag => TagStart..(TagStart + TagSize);

    public Range Nonce => NonceStart..(NonceStart + NonceSize);

    private static ReadOnlySpan<byte> Suite => "AES_GCM_"u8;

    private int TagStart => AesStart + messageLength;

    private int NonceStart => TagStart + TagSize + Prefix;

    private int SuiteStart => NonceStart + NonceSize + Prefix;

    /// <summary>The parts that have a length before them.</summary>
    private (string Name, int Start, int Length)[] Prefixed =>
    [
        ("V", VStart, MaskedSize),
        ("W", WStart, MaskedSize),
        ("body", BodyStart, NonceStart + NonceSize - BodyStart),
        ("AES ciphertext", AesStart, messageLength + TagSize),
        ("nonce", NonceStart, NonceSize),
        ("suite", SuiteStart, SuiteSize),
    ];

    /// <summary>Writes all that is the same for every message of this length.</summary>
    public void WriteFrame(Span<byte> ciphertext)
    {
        foreach (var (_, start, length) in Prefixed)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(ciphertext[(start - Prefix)..], (ulong)length);
        }

        Suite.CopyTo(ciphertext[SuiteStart..]);
    }

    /// <summary>The layout of a ciphertext.</summary>
    /// <exception cref="TimelockException">It is too short, its lengths do not add up, or its suite is another.</exception>
    public static TimelockLayout Of(ReadOnlySpan<byte> ciphertext)
    {
        if (ciphertext.Length < Overhead)
        {
            throw new TimelockException($"The ciphertext has {ciphertext.Length} bytes; even that of an empty message has {Overhead}.");
        }

        var layout = new TimelockLayout(ciphertext.Length - Overhead);
        foreach (var (name, start, length) in layout.Prefixed)
        {
            var stated = BinaryPrimitives.ReadUInt64LittleEndian(ciphertext[(start - Prefix)..]);
            if (stated != (ulong)length)
            {
                throw new TimelockException(
                    $"In a ciphertext of {ciphertext.Length} bytes the {name} has {length} bytes, but {stated} are stated: "
                    + "bytes are missing, left over or changed.");
            }
        }

        return ciphertext[layout.SuiteStart..].SequenceEqual(Suite)
            ? layout
            : throw new TimelockException("The ciphertext names another suite than AES_GCM_, the only one known here.");
    }
}
