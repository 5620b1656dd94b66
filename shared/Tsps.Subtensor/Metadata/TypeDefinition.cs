namespace Tsps.Subtensor.Metadata;

/// <summary>A type as the runtime's registry describes it. Types refer to each other by their number in the registry.</summary>
internal abstract record TypeDefinition;

internal sealed record CompositeType(IReadOnlyList<TypeField> Fields) : TypeDefinition;

internal sealed record VariantType(IReadOnlyList<TypeVariant> Variants) : TypeDefinition
{
    public TypeVariant? Find(byte index) => Variants.FirstOrDefault(variant => variant.Index == index);

    public TypeVariant? Find(string name) => Variants.FirstOrDefault(variant => variant.Name == name);
}

internal sealed record SequenceType(uint Item) : TypeDefinition;

internal sealed record ArrayType(uint Length, uint Item) : TypeDefinition;

internal sealed record TupleType(IReadOnlyList<uint> Items) : TypeDefinition;

internal sealed record PrimitiveType(Primitive Primitive) : TypeDefinition;

internal sealed record CompactType(uint Item) : TypeDefinition;

/// <summary>Bits packed into bytes. No call or answer that we use has any.</summary>
internal sealed record BitSequenceType : TypeDefinition;

/// <param name="Name">Empty for a field known by its place.</param>
internal sealed record TypeField(string Name, uint Type);

internal sealed record TypeVariant(string Name, byte Index, IReadOnlyList<TypeField> Fields);

/// <summary>In the order of the registry's encoding.</summary>
internal enum Primitive : byte
{
    Bool,
    Char,
    Text,
    U8,
    U16,
    U32,
    U64,
    U128,
    U256,
    I8,
    I16,
    I32,
    I64,
    I128,
    I256,
}
