using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tsps.Drand.Curves;

/// <summary>expand_message_xmd with SHA-256 (RFC 9380, section 5.3.1): as many uniform bytes of a message as are wanted.</summary>
internal static class ExpandMessage
{
    private const int BlockSize = 64;
    private const int MaximumTagLength = 255;
    private const int MaximumBlocks = 255;

    /// <summary>Fills <paramref name="uniform"/>.</summary>
    /// <param name="domainSeparationTag">At most 255 bytes.</param>
    public static void Fill(Span<byte> uniform, ReadOnlySpan<byte> message, ReadOnlySpan<byte> domainSeparationTag)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(domainSeparationTag.Length, MaximumTagLength, nameof(domainSeparationTag));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(uniform.Length, MaximumBlocks * SHA256.HashSizeInBytes, nameof(uniform));
        Span<byte> tag = stackalloc byte[domainSeparationTag.Length + 1];
        domainSeparationTag.CopyTo(tag);
        tag[^1] = (byte)domainSeparationTag.Length;

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> seed = stackalloc byte[SHA256.HashSizeInBytes];
        HashMessage(hash, message, uniform.Length, tag, seed);

        Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes];
        block.Clear();
        for (byte number = 1; !uniform.IsEmpty; number++)
        {
            for (var i = 0; i < block.Length; i++)
            {
                block[i] ^= seed[i];
            }

            hash.AppendData(block);
            hash.AppendData([number]);
            hash.AppendData(tag);
            hash.GetHashAndReset(block);

            var taken = Math.Min(block.Length, uniform.Length);
            block[..taken].CopyTo(uniform);
            uniform = uniform[taken..];
        }
    }

    private static void HashMessage(IncrementalHash hash, ReadOnlySpan<byte> message, int length, ReadOnlySpan<byte> tag, Span<byte> seed)
    {
        Span<byte> padding = stackalloc byte[BlockSize];
        padding.Clear();
        Span<byte> lengthAndZero = stackalloc byte[3];
        BinaryPrimitives.WriteUInt16BigEndian(lengthAndZero, (ushort)length);
        lengthAndZero[2] = 0;

        hash.AppendData(padding);
        hash.AppendData(message);
        hash.AppendData(lengthAndZero);
        hash.AppendData(tag);
        hash.GetHashAndReset(seed);
    }
}
