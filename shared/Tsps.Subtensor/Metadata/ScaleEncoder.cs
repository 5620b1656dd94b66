using System.Numerics;
using Substrate.NetApi.Model.Types.Primitive;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Metadata;

/// <summary>Encodes values as the types of the runtime's registry want them, so that a call follows what the runtime declares.</summary>
internal static class ScaleEncoder
{
    public static byte[] Encode(TypeRegistry types, uint type, ScaleValue value)
    {
        var writer = new ScaleWriter();
        Write(types, type, value, writer);
        return writer.ToArray();
    }

    /// <exception cref="ScaleException">The type cannot hold the value.</exception>
    public static void Write(TypeRegistry types, uint type, ScaleValue value, ScaleWriter writer)
    {
        var registered = types[types.Unwrap(type)];
        switch (registered.Definition, value)
        {
            case (PrimitiveType { Primitive: Primitive.Bool }, ScaleBool flag):
                writer.Write(new Bool(flag.Value));
                break;
            case (PrimitiveType { Primitive: Primitive.Text }, ScaleText text):
                writer.Write(new Str(text.Value));
                break;
            case (PrimitiveType { Primitive: var primitive }, ScaleNumber number) when primitive is >= Primitive.U8:
                WriteInteger(primitive, number.Value, writer);
                break;
            case (CompactType compact, ScaleNumber number):
                CheckRange(types, compact, number.Value);
                writer.WriteCompact(number.Value);
                break;
            case (CompositeType composite, ScaleComposite fields):
                WriteFields(types, registered.Name, composite.Fields, fields, writer);
                break;
            case (CompositeType { Fields: [var field] }, _):
                Write(types, field.Type, value, writer);
                break;
            case (VariantType variant, _):
                WriteVariant(types, registered.Name, variant, value, writer);
                break;
            case (TupleType tuple, ScaleSequence sequence) when tuple.Items.Count == sequence.Items.Count:
                for (var i = 0; i < tuple.Items.Count; i++)
                {
                    Write(types, tuple.Items[i], sequence.Items[i], writer);
                }

                break;
            case (ArrayType array, ScaleBytes bytes) when types.IsByte(array.Item) && bytes.Value.Length == array.Length:
                writer.WriteBytes(bytes.Value.Span);
                break;
            case (ArrayType array, ScaleSequence sequence) when sequence.Items.Count == array.Length:
                WriteItems(types, array.Item, sequence, writer);
                break;
            case (SequenceType list, ScaleBytes bytes) when types.IsByte(list.Item):
                writer.WriteCompact(bytes.Value.Length);
                writer.WriteBytes(bytes.Value.Span);
                break;
            case (SequenceType list, ScaleSequence sequence):
                writer.WriteCompact(sequence.Items.Count);
                WriteItems(types, list.Item, sequence, writer);
                break;
            default:
                throw new ScaleException($"The runtime's type {Describe(registered)} does not take {value}.");
        }
    }

    private static void WriteInteger(Primitive primitive, BigInteger value, ScaleWriter writer)
    {
        CheckRange(primitive, value);
        switch (primitive)
        {
            case Primitive.U8:
                writer.Write(new U8((byte)value));
                break;
            case Primitive.U16:
                writer.Write(new U16((ushort)value));
                break;
            case Primitive.U32:
                writer.Write(new U32((uint)value));
                break;
            case Primitive.U64:
                writer.Write(new U64((ulong)value));
                break;
            default:
                // U128 too: the library refuses its upper half.
                WriteLittleEndian(primitive, value, writer);
                break;
        }
    }

    private static void WriteLittleEndian(Primitive primitive, BigInteger value, ScaleWriter writer)
    {
        Span<byte> bytes = stackalloc byte[primitive.ByteCount()];
        bytes.Fill(value.Sign < 0 ? (byte)0xff : (byte)0);
        value.TryWriteBytes(bytes, out _, isUnsigned: !primitive.IsSigned());
        writer.WriteBytes(bytes);
    }

    private static void CheckRange(TypeRegistry types, CompactType compact, BigInteger value)
    {
        if (types[types.Unwrap(compact.Item)].Definition is PrimitiveType { Primitive: var primitive })
        {
            CheckRange(primitive, value);
        }
    }

    private static void CheckRange(Primitive primitive, BigInteger value)
    {
        var bits = 8 * primitive.ByteCount();
        var (low, high) = primitive.IsSigned()
            ? (-BigInteger.Pow(2, bits - 1), BigInteger.Pow(2, bits - 1))
            : (BigInteger.Zero, BigInteger.Pow(2, bits));
        if (value < low || value >= high)
        {
            throw new ScaleException($"{value} does not fit into {primitive}.");
        }
    }

    private static void WriteFields(TypeRegistry types, string typeName, IReadOnlyList<TypeField> fields, ScaleComposite values, ScaleWriter writer)
    {
        if (values.Fields.Count != fields.Count)
        {
            throw new ScaleException($"{typeName} has {fields.Count} fields in this runtime, not {values.Fields.Count}.");
        }

        for (var i = 0; i < fields.Count; i++)
        {
            var value = fields[i].Name.Length == 0 ? values.Fields[i].Value : values.Find(fields[i].Name);
            Write(types, fields[i].Type, value ?? throw new ScaleException($"{typeName} has a field '{fields[i].Name}' in this runtime, which is not given."), writer);
        }
    }

    private static void WriteVariant(TypeRegistry types, string typeName, VariantType variant, ScaleValue value, ScaleWriter writer)
    {
        var (name, content) = value switch
        {
            ScaleVariant chosen => (chosen.Name, chosen.Content),
            ScaleNone => ("None", Single()),
            _ when TypeRegistry.IsOption(typeName) => ("Some", Single(value)),
            // An account is meant where the runtime takes any form of address.
            ScaleBytes when typeName == "MultiAddress" => ("Id", Single(value)),
            _ => throw new ScaleException($"The runtime's enumeration {typeName} does not take {value}."),
        };
        var found = variant.Find(name) ?? throw new ScaleException($"The runtime's enumeration {typeName} has no variant '{name}'.");
        writer.WriteByte(found.Index);
        WriteFields(types, $"{typeName}.{name}", found.Fields, content, writer);
    }

    private static ScaleComposite Single(params IEnumerable<ScaleValue> values) => new([.. values.Select(value => KeyValuePair.Create("", value))]);

    private static void WriteItems(TypeRegistry types, uint item, ScaleSequence sequence, ScaleWriter writer)
    {
        foreach (var value in sequence.Items)
        {
            Write(types, item, value, writer);
        }
    }

    private static string Describe(RegisteredType type) => type.Name.Length > 0 ? type.Name : type.Definition.ToString();
}
