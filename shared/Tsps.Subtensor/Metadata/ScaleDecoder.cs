using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Metadata;

/// <summary>Decodes values by the types of the runtime's registry.</summary>
internal static class ScaleDecoder
{
    public const int MaximumDepth = 64;

    /// <summary>Zero-sized items take no bytes, so the bytes at hand do not bound their number.</summary>
    private const int MaximumEmptyItems = 1 << 16;

    /// <summary>Decodes a value that takes all of <paramref name="bytes"/>.</summary>
    public static ScaleValue Decode(TypeRegistry types, uint type, ReadOnlySpan<byte> bytes)
    {
        var reader = new ScaleReader(bytes);
        var value = Read(types, type, ref reader);
        reader.ExpectEnd();
        return value;
    }

    public static ScaleValue Read(TypeRegistry types, uint type, ref ScaleReader reader) => Read(types, type, ref reader, 0);

    private static ScaleValue Read(TypeRegistry types, uint type, ref ScaleReader reader, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new ScaleException($"A value at byte {reader.Position} is nested more than {MaximumDepth} levels deep.");
        }

        var registered = types[types.Unwrap(type)];
        switch (registered.Definition)
        {
            case PrimitiveType { Primitive: var primitive }:
                return ReadPrimitive(primitive, ref reader);
            case CompactType:
                return reader.ReadCompact();
            case CompositeType composite:
                return ReadFields(types, composite.Fields, ref reader, depth);
            case VariantType variant:
                return ReadVariant(types, registered.Name, variant, ref reader, depth);
            case TupleType tuple:
                return ReadTuple(types, tuple, ref reader, depth);
            case ArrayType array:
                return ReadItems(types, array.Item, checked((int)array.Length), ref reader, depth);
            case SequenceType sequence:
                return ReadItems(types, sequence.Item, types.IsEmpty(sequence.Item) ? ReadEmptyCount(ref reader) : reader.ReadCount(), ref reader, depth);
            default:
                throw new ScaleException($"Type {type} ({registered.Definition.GetType().Name}) cannot be decoded.");
        }
    }

    private static ScaleValue ReadPrimitive(Primitive primitive, ref ScaleReader reader) => primitive switch
    {
        Primitive.Bool => reader.ReadBool(),
        Primitive.Text => new ScaleText(reader.ReadText()),
        Primitive.Char => (ulong)reader.ReadUInt32(),
        _ => reader.ReadInteger(primitive.ByteCount(), primitive.IsSigned()),
    };

    private static ScaleComposite ReadFields(TypeRegistry types, IReadOnlyList<TypeField> fields, ref ScaleReader reader, int depth)
    {
        var values = new KeyValuePair<string, ScaleValue>[fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new(fields[i].Name, Read(types, fields[i].Type, ref reader, depth + 1));
        }

        return new ScaleComposite(values);
    }

    private static ScaleValue ReadVariant(TypeRegistry types, string name, VariantType variant, ref ScaleReader reader, int depth)
    {
        var start = reader.Position;
        var index = reader.ReadByte();
        var chosen = variant.Find(index) ?? throw new ScaleException($"{name} at byte {start} has no variant {index}.");
        if (TypeRegistry.IsOption(name))
        {
            return chosen.Fields is [var some] ? Read(types, some.Type, ref reader, depth + 1) : ScaleNone.Instance;
        }

        return new ScaleVariant(chosen.Name, index, ReadFields(types, chosen.Fields, ref reader, depth));
    }

    private static ScaleSequence ReadTuple(TypeRegistry types, TupleType tuple, ref ScaleReader reader, int depth)
    {
        var values = new ScaleValue[tuple.Items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Read(types, tuple.Items[i], ref reader, depth + 1);
        }

        return new ScaleSequence(values);
    }

    private static ScaleValue ReadItems(TypeRegistry types, uint item, int count, ref ScaleReader reader, int depth)
    {
        if (types.IsByte(item))
        {
            return reader.ReadBytes(count).ToArray();
        }

        if (count > reader.Remaining && !types.IsEmpty(item))
        {
            throw new ScaleException($"{count} items are expected at byte {reader.Position}, but only {reader.Remaining} bytes are left.");
        }

        var values = new ScaleValue[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = Read(types, item, ref reader, depth + 1);
        }

        return new ScaleSequence(values);
    }

    private static int ReadEmptyCount(ref ScaleReader reader)
    {
        var count = reader.ReadCompactUInt32();
        return count <= MaximumEmptyItems ? (int)count : throw new ScaleException($"A list of {count} empty items is longer than any that is sensible.");
    }
}
