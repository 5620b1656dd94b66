using System.Buffers.Binary;

namespace Tsps.Drand;

/// <summary>
/// The message of a timelocked commit (chain specification, section 7) in SCALE: the hotkey's bytes, the uids and the values, each behind
/// its compact count, then the version key.
/// </summary>
public static class WeightsPayload
{
    private const int PublicKeySize = 32;

    /// <param name="hotkey">The public key of the hotkey that signs the commit, 32 bytes.</param>
    /// <param name="values">The weights of <paramref name="uids"/>, as many.</param>
    /// <param name="versionKey">At least the subnet's weights version.</param>
    /// <exception cref="ArgumentException">The hotkey is no public key, or there are not as many uids as values.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> hotkey, ReadOnlySpan<ushort> uids, ReadOnlySpan<ushort> values, ulong versionKey)
    {
        if (hotkey.Length != PublicKeySize)
        {
            throw new ArgumentException($"A hotkey's public key has {PublicKeySize} bytes, and these are {hotkey.Length}.", nameof(hotkey));
        }

        if (uids.Length != values.Length)
        {
            throw new ArgumentException($"Each uid needs one value: there are {uids.Length} uids and {values.Length} values.", nameof(values));
        }

        using var payload = new MemoryStream();
        WriteCount(payload, hotkey.Length);
        payload.Write(hotkey);
        WriteList(payload, uids);
        WriteList(payload, values);
        WriteNumber(payload, versionKey, sizeof(ulong));
        return payload.ToArray();
    }

    private static void WriteList(MemoryStream payload, ReadOnlySpan<ushort> items)
    {
        WriteCount(payload, items.Length);
        foreach (var item in items)
        {
            WriteNumber(payload, item, sizeof(ushort));
        }
    }

    /// <summary>A SCALE compact: the two lowest bits say whether it has one, two or four bytes.</summary>
    private static void WriteCount(MemoryStream payload, int count)
    {
        var (mode, size) = count switch
        {
            < 1 << 6 => (0, 1),
            < 1 << 14 => (1, 2),
            _ => (2, 4),
        };
        WriteNumber(payload, ((ulong)count << 2) | (uint)mode, size);
    }

    private static void WriteNumber(MemoryStream payload, ulong number, int size)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        payload.Write(bytes[..size]);
    }
}
