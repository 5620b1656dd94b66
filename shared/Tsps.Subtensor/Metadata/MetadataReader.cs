using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Metadata;

/// <summary>Reads a runtime's metadata, version 14 or 15, from the magic <c>meta</c> on.</summary>
internal static class MetadataReader
{
    private const uint Magic = 0x6174656d;

    /// <exception cref="SubtensorException">The bytes are no metadata of those versions.</exception>
    public static RuntimeMetadata Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ScaleReader(bytes);
        if (reader.ReadUInt32() != Magic)
        {
            throw new ScaleException("The runtime's metadata does not begin with 'meta'.");
        }

        var version = reader.ReadByte();
        if (version is not (14 or 15))
        {
            throw new ScaleException($"The runtime's metadata is of version {version}; 14 and 15 are understood.");
        }

        var types = TypeRegistryReader.Read(ref reader);
        var pallets = ReadPallets(ref reader, version, types);
        var (extrinsicVersion, signedExtensions) = ReadExtrinsic(ref reader, version);
        SkipType(ref reader);
        var apis = new Dictionary<string, RuntimeApiMethod>();
        if (version >= 15)
        {
            ReadApis(ref reader, apis);
            SkipOuterEnumsAndCustom(ref reader);
        }

        reader.ExpectEnd();
        return new RuntimeMetadata(version, types, pallets, extrinsicVersion, signedExtensions, apis);
    }

    private static PalletMetadata[] ReadPallets(ref ScaleReader reader, byte version, TypeRegistry types)
    {
        var pallets = new PalletMetadata[reader.ReadCount()];
        for (var i = 0; i < pallets.Length; i++)
        {
            var name = reader.ReadText();
            var storage = reader.ReadOption() ? ReadStorage(ref reader, types) : [];
            var calls = ReadOptionalType(ref reader);
            var events = ReadOptionalType(ref reader);
            var constants = ReadConstants(ref reader);
            var errors = ReadOptionalType(ref reader);
            var index = reader.ReadByte();
            if (version >= 15)
            {
                SkipDocumentation(ref reader);
            }

            pallets[i] = new PalletMetadata(name, index, calls, events, errors, storage, constants);
        }

        return pallets;
    }

    private static Dictionary<string, StorageEntry> ReadStorage(ref ScaleReader reader, TypeRegistry types)
    {
        var prefix = reader.ReadText();
        var entries = new Dictionary<string, StorageEntry>();
        for (var count = reader.ReadCount(); count > 0; count--)
        {
            var entry = ReadStorageEntry(ref reader, prefix, types);
            entries.Add(entry.Name, entry);
        }

        return entries;
    }

    private static StorageEntry ReadStorageEntry(ref ScaleReader reader, string prefix, TypeRegistry types)
    {
        var name = reader.ReadText();
        var isOptional = reader.ReadByte() == 0;
        StorageHasher[] hashers = [];
        IReadOnlyList<uint> keys = [];
        if (reader.ReadByte() == 1)
        {
            hashers = new StorageHasher[reader.ReadCount()];
            for (var i = 0; i < hashers.Length; i++)
            {
                hashers[i] = (StorageHasher)reader.ReadByte();
            }

            var key = reader.ReadCompactUInt32();
            keys = hashers.Length == 1 ? [key] : KeyTypes(types, key, prefix, name);
        }

        var value = reader.ReadCompactUInt32();
        var fallback = reader.ReadByteVector().ToArray();
        SkipDocumentation(ref reader);
        return keys.Count == hashers.Length
            ? new StorageEntry(prefix, name, isOptional, hashers, keys, value, fallback)
            : throw new ScaleException($"The metadata of {prefix}.{name} has {hashers.Length} hashers for {keys.Count} parameters.");
    }

    private static IReadOnlyList<uint> KeyTypes(TypeRegistry types, uint key, string pallet, string item) =>
        types[key].Definition is TupleType tuple
            ? tuple.Items
            : throw new ScaleException($"The metadata of {pallet}.{item} has several hashers but a key that is no tuple.");

    private static Dictionary<string, PalletConstant> ReadConstants(ref ScaleReader reader)
    {
        var constants = new Dictionary<string, PalletConstant>();
        for (var count = reader.ReadCount(); count > 0; count--)
        {
            var name = reader.ReadText();
            var type = reader.ReadCompactUInt32();
            constants.Add(name, new PalletConstant(name, type, reader.ReadByteVector().ToArray()));
            SkipDocumentation(ref reader);
        }

        return constants;
    }

    private static (byte Version, SignedExtension[] Extensions) ReadExtrinsic(ref ScaleReader reader, byte version)
    {
        byte extrinsicVersion;
        if (version == 14)
        {
            SkipType(ref reader);
            extrinsicVersion = reader.ReadByte();
        }
        else
        {
            extrinsicVersion = reader.ReadByte();

            // The types of address, call, signature and extra; the first three are fixed by the extrinsic's version.
            for (var i = 0; i < 4; i++)
            {
                SkipType(ref reader);
            }
        }

        var extensions = new SignedExtension[reader.ReadCount()];
        for (var i = 0; i < extensions.Length; i++)
        {
            extensions[i] = new SignedExtension(reader.ReadText(), reader.ReadCompactUInt32(), reader.ReadCompactUInt32());
        }

        return (extrinsicVersion, extensions);
    }

    private static void ReadApis(ref ScaleReader reader, Dictionary<string, RuntimeApiMethod> apis)
    {
        for (var count = reader.ReadCount(); count > 0; count--)
        {
            var api = reader.ReadText();
            for (var methods = reader.ReadCount(); methods > 0; methods--)
            {
                var name = $"{api}_{reader.ReadText()}";
                var inputs = new TypeField[reader.ReadCount()];
                for (var i = 0; i < inputs.Length; i++)
                {
                    inputs[i] = new TypeField(reader.ReadText(), reader.ReadCompactUInt32());
                }

                apis[name] = new RuntimeApiMethod(name, inputs, reader.ReadCompactUInt32());
                SkipDocumentation(ref reader);
            }

            SkipDocumentation(ref reader);
        }
    }

    private static void SkipOuterEnumsAndCustom(ref ScaleReader reader)
    {
        for (var i = 0; i < 3; i++)
        {
            SkipType(ref reader);
        }

        for (var count = reader.ReadCount(); count > 0; count--)
        {
            reader.ReadByteVector();
            SkipType(ref reader);
            reader.ReadByteVector();
        }
    }

    private static uint? ReadOptionalType(ref ScaleReader reader) => reader.ReadOption() ? reader.ReadCompactUInt32() : null;

    private static void SkipType(ref ScaleReader reader) => reader.ReadCompactUInt32();

    private static void SkipDocumentation(ref ScaleReader reader) => TypeRegistryReader.SkipDocumentation(ref reader);
}
