using Substrate.NetApi;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Storage;

/// <summary>Keys of storage items (chain specification, section 2).</summary>
internal static class StorageKey
{
    /// <param name="types">The registry that <paramref name="entry"/> refers to.</param>
    /// <param name="entry">Pallet, item and the hashers of its parameters.</param>
    /// <param name="parameters">One value a hasher, in the order of the declaration.</param>
    /// <exception cref="ScaleException">The number or type of the parameters does not fit.</exception>
    public static byte[] Create(TypeRegistry types, StorageEntry entry, params IReadOnlyList<ScaleValue> parameters)
    {
        CheckCount(entry, parameters.Count);
        return Create(entry, [.. parameters.Select((parameter, index) => ScaleEncoder.Encode(types, entry.KeyTypes[index], parameter))]);
    }

    /// <param name="entry">Pallet, item and the hashers of its parameters.</param>
    /// <param name="encoded">The parameters as SCALE.</param>
    /// <exception cref="ScaleException">Their number does not fit.</exception>
    public static byte[] Create(StorageEntry entry, IReadOnlyList<byte[]> encoded)
    {
        CheckCount(entry, encoded.Count);

        var writer = new ScaleWriter();
        writer.WriteBytes(RequestGenerator.GetStorageKeyBytesHash(entry.Pallet, entry.Name));
        for (var i = 0; i < encoded.Count; i++)
        {
            writer.WriteBytes(Hash(entry, entry.Hashers[i], encoded[i]));
        }

        return writer.ToArray();
    }

    private static void CheckCount(StorageEntry entry, int count)
    {
        if (count != entry.Hashers.Count)
        {
            throw new ScaleException($"{entry.Pallet}.{entry.Name} takes {entry.Hashers.Count} parameters in this runtime, not {count}.");
        }
    }

    private static byte[] Hash(StorageEntry entry, StorageHasher hasher, byte[] parameter) => hasher switch
    {
        StorageHasher.Identity => parameter,
        StorageHasher.Blake2_128 => HashExtension.Blake2(parameter, 128),
        StorageHasher.Blake2_256 => HashExtension.Blake2(parameter, 256),
        StorageHasher.Blake2_128Concat => HashExtension.Blake2Concat(parameter, 128),
        StorageHasher.Twox128 => HashExtension.Twox128(parameter),
        StorageHasher.Twox256 => HashExtension.Twox256(parameter),
        StorageHasher.Twox64Concat => HashExtension.Twox64Concat(parameter),
        _ => throw new ScaleException($"{entry.Pallet}.{entry.Name} uses a hasher ({(byte)hasher}) that is not known."),
    };
}
