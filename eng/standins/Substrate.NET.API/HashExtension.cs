using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO.Hashing;
using System.Linq;
using Org.BouncyCastle.Crypto.Digests;

namespace Substrate.NetApi;

/// <summary>The hashers of storage keys. Sizes are in bits.</summary>
public class HashExtension
{
    /// <summary>BLAKE2b with a digest of <paramref name="size"/> bits (not a longer one cut short).</summary>
    public static byte[] Blake2(byte[] bytes, int size = 128, IReadOnlyList<byte> key = null)
    {
        var digest = new Blake2bDigest(key?.ToArray(), size / 8, null, null);
        digest.BlockUpdate(bytes, 0, bytes.Length);
        var hash = new byte[size / 8];
        digest.DoFinal(hash, 0);
        return hash;
    }

    public static byte[] Blake2Concat(byte[] bytes, int size = 128) => [.. Blake2(bytes, size), .. bytes];

    public static byte[] Twox128(byte[] bytes) => Twox(bytes, 2);

    public static byte[] Twox256(byte[] bytes) => Twox(bytes, 4);

    public static byte[] Twox64Concat(byte[] bytes) => [.. Twox(bytes, 1), .. bytes];

    private static byte[] Twox(byte[] bytes, int words)
    {
        var hash = new byte[words * sizeof(ulong)];
        for (var seed = 0; seed < words; seed++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(seed * sizeof(ulong)), XxHash64.HashToUInt64(bytes, seed));
        }

        return hash;
    }
}
