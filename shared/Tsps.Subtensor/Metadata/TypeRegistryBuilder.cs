using System.Globalization;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Metadata;

/// <summary>Declares types in words, such as <c>Vec&lt;(AccountId, Compact&lt;u64&gt;)&gt;</c>, for what no metadata describes.</summary>
internal sealed class TypeRegistryBuilder
{
    private readonly Dictionary<uint, RegisteredType> _types = [];
    private readonly Dictionary<string, uint> _byText = [];

    /// <summary>Names a structure, whose fields' types may name those declared before.</summary>
    public uint Declare(string name, params IEnumerable<(string Name, string Type)> fields)
    {
        var structure = new CompositeType([.. fields.Select(field => new TypeField(field.Name, Find(field.Type)))]);
        return Declare(name, structure);
    }

    public uint Declare(string name, TypeDefinition definition)
    {
        var id = Add(name, definition);
        _byText.Add(name, id);
        return id;
    }

    /// <summary>The number of the type that <paramref name="text"/> describes.</summary>
    public uint Find(string text)
    {
        if (!_byText.TryGetValue(text, out var id))
        {
            id = Parse(text);
            _byText.Add(text, id);
        }

        return id;
    }

    public TypeRegistry Build() => new(_types);

    private uint Parse(string text) => text switch
    {
        "()" => Add("", new TupleType([])),
        "bool" => Add("", new PrimitiveType(Primitive.Bool)),
        "Text" => Add("", new PrimitiveType(Primitive.Text)),
        "Bytes" => Find("Vec<u8>"),
        "AccountId" or "H256" => Find("[u8; 32]"),
        ['(', .., ')'] => Add("", new TupleType([.. SplitTuple(text[1..^1]).Select(Find)])),
        ['[', .., ']'] => ParseArray(text),
        _ when Argument(text, "Vec") is { } item => Add("", new SequenceType(Find(item))),
        _ when Argument(text, "Compact") is { } item => Add("", new CompactType(Find(item))),
        _ when Argument(text, "Option") is { } item => Add("Option", Option(Find(item))),
        _ when Enum.TryParse<Primitive>(text.ToUpperInvariant(), out var primitive) => Add("", new PrimitiveType(primitive)),
        _ => throw new ScaleException($"'{text}' is no type."),
    };

    private uint ParseArray(string text)
    {
        var separator = text.LastIndexOf(';');
        return Add("", new ArrayType(uint.Parse(text[(separator + 1)..^1], CultureInfo.InvariantCulture), Find(text[1..separator])));
    }

    private static VariantType Option(uint item) =>
        new([new TypeVariant("None", 0, []), new TypeVariant("Some", 1, [new TypeField("", item)])]);

    private static string? Argument(string text, string generic) =>
        text.StartsWith(generic, StringComparison.Ordinal) && text[generic.Length] == '<' ? text[(generic.Length + 1)..^1] : null;

    /// <summary>Splits at the commas that are in no inner brackets.</summary>
    private static IEnumerable<string> SplitTuple(string text)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] is '<' or '(' or '[' ? 1 : text[i] is '>' or ')' or ']' ? -1 : 0;
            if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i].Trim();
                start = i + 1;
            }
        }

        yield return text[start..].Trim();
    }

    private uint Add(string name, TypeDefinition definition)
    {
        var id = (uint)_types.Count;
        _types.Add(id, new RegisteredType(name, definition));
        return id;
    }
}
