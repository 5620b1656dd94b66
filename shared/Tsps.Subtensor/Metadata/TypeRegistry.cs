using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Metadata;

/// <summary>The types of a runtime, by number.</summary>
internal sealed class TypeRegistry(IReadOnlyDictionary<uint, RegisteredType> types)
{
    public RegisteredType this[uint id] =>
        types.GetValueOrDefault(id) ?? throw new ScaleException($"The runtime's metadata has no type {id}.");

    /// <summary>Whether values of the type take no bytes.</summary>
    public bool IsEmpty(uint id) => IsEmpty(id, 0);

    /// <summary>Follows wrappers of a single unnamed field down to what is encoded.</summary>
    public uint Unwrap(uint id)
    {
        for (var depth = 0; depth < ScaleDecoder.MaximumDepth; depth++)
        {
            switch (this[id].Definition)
            {
                case CompositeType { Fields: [{ Name: "" } field] }:
                    id = field.Type;
                    break;
                case TupleType { Items: [var item] }:
                    id = item;
                    break;
                default:
                    return id;
            }
        }

        throw new ScaleException($"Type {id} of the runtime's metadata wraps itself.");
    }

    /// <summary>Options are an enumeration of that name: None, Some(value).</summary>
    public static bool IsOption(string typeName) => typeName == "Option";

    public bool IsByteVector(uint id) => this[id].Definition is SequenceType sequence && IsByte(sequence.Item);

    public bool IsByte(uint id) => this[id].Definition is PrimitiveType { Primitive: Primitive.U8 };

    private bool IsEmpty(uint id, int depth)
    {
        if (depth > ScaleDecoder.MaximumDepth)
        {
            throw new ScaleException($"Type {id} of the runtime's metadata is nested more than {ScaleDecoder.MaximumDepth} levels deep.");
        }

        return this[id].Definition switch
        {
            CompositeType composite => composite.Fields.All(field => IsEmpty(field.Type, depth + 1)),
            TupleType tuple => tuple.Items.All(item => IsEmpty(item, depth + 1)),
            ArrayType array => array.Length == 0 || IsEmpty(array.Item, depth + 1),
            CompactType compact => IsEmpty(compact.Item, depth + 1),
            _ => false,
        };
    }
}

/// <param name="Name">The last part of the type's path, such as <c>AccountId32</c>; empty for built-in types.</param>
internal sealed record RegisteredType(string Name, TypeDefinition Definition);
