using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Metadata;

/// <summary>Reads the registry of types that metadata begins with.</summary>
internal static class TypeRegistryReader
{
    public static TypeRegistry Read(ref ScaleReader reader)
    {
        var count = reader.ReadCount();
        var types = new Dictionary<uint, RegisteredType>(count);
        for (var i = 0; i < count; i++)
        {
            var id = reader.ReadCompactUInt32();
            types[id] = ReadType(ref reader);
        }

        return new TypeRegistry(types);
    }

    public static void SkipDocumentation(ref ScaleReader reader)
    {
        for (var lines = reader.ReadCount(); lines > 0; lines--)
        {
            reader.ReadByteVector();
        }
    }

    private static RegisteredType ReadType(ref ScaleReader reader)
    {
        var name = "";
        for (var parts = reader.ReadCount(); parts > 0; parts--)
        {
            name = reader.ReadText();
        }

        for (var parameters = reader.ReadCount(); parameters > 0; parameters--)
        {
            reader.ReadByteVector();
            if (reader.ReadOption())
            {
                reader.ReadCompactUInt32();
            }
        }

        var definition = ReadDefinition(ref reader);
        SkipDocumentation(ref reader);
        return new RegisteredType(name, definition);
    }

    private static TypeDefinition ReadDefinition(ref ScaleReader reader)
    {
        var start = reader.Position;
        switch (reader.ReadByte())
        {
            case 0:
                return new CompositeType(ReadFields(ref reader));
            case 1:
                return ReadVariants(ref reader);
            case 2:
                return new SequenceType(reader.ReadCompactUInt32());
            case 3:
                return new ArrayType(reader.ReadUInt32(), reader.ReadCompactUInt32());
            case 4:
                return ReadTuple(ref reader);
            case 5:
                return new PrimitiveType(ReadPrimitive(ref reader));
            case 6:
                return new CompactType(reader.ReadCompactUInt32());
            case 7:
                reader.ReadCompactUInt32();
                reader.ReadCompactUInt32();
                return new BitSequenceType();
            case var kind:
                throw new ScaleException($"The type definition at byte {start} of the metadata is of unknown kind {kind}.");
        }
    }

    private static TypeField[] ReadFields(ref ScaleReader reader)
    {
        var fields = new TypeField[reader.ReadCount()];
        for (var i = 0; i < fields.Length; i++)
        {
            var name = reader.ReadOption() ? reader.ReadText() : "";
            fields[i] = new TypeField(name, reader.ReadCompactUInt32());
            if (reader.ReadOption())
            {
                reader.ReadByteVector();
            }

            SkipDocumentation(ref reader);
        }

        return fields;
    }

    private static VariantType ReadVariants(ref ScaleReader reader)
    {
        var variants = new TypeVariant[reader.ReadCount()];
        for (var i = 0; i < variants.Length; i++)
        {
            var name = reader.ReadText();
            var fields = ReadFields(ref reader);
            variants[i] = new TypeVariant(name, reader.ReadByte(), fields);
            SkipDocumentation(ref reader);
        }

        return new VariantType(variants);
    }

    private static TupleType ReadTuple(ref ScaleReader reader)
    {
        var items = new uint[reader.ReadCount()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = reader.ReadCompactUInt32();
        }

        return new TupleType(items);
    }

    private static Primitive ReadPrimitive(ref ScaleReader reader)
    {
        var start = reader.Position;
        var primitive = (Primitive)reader.ReadByte();
        return Enum.IsDefined(primitive) ? primitive : throw new ScaleException($"The primitive type at byte {start} of the metadata is unknown.");
    }
}
