using System.Numerics;

namespace Tsps.Subtensor.Scale;

/// <summary>A value whose type is known only from metadata. Wrappers of a single unnamed field are left out: an account id is its bytes.</summary>
internal abstract record ScaleValue
{
    public static implicit operator ScaleValue(BigInteger value) => new ScaleNumber(value);

    public static implicit operator ScaleValue(ulong value) => new ScaleNumber(value);

    public static implicit operator ScaleValue(bool value) => new ScaleBool(value);

    public static implicit operator ScaleValue(byte[] value) => new ScaleBytes(value);

    public static ScaleValue Sequence(IEnumerable<ushort> values) => new ScaleSequence([.. values.Select(value => (ScaleValue)(ulong)value)]);
}

internal sealed record ScaleNumber(BigInteger Value) : ScaleValue;

internal sealed record ScaleBool(bool Value) : ScaleValue;

internal sealed record ScaleText(string Value) : ScaleValue;

/// <summary>A vector or array of bytes.</summary>
internal sealed record ScaleBytes(ReadOnlyMemory<byte> Value) : ScaleValue;

/// <summary>A vector, array or tuple.</summary>
internal sealed record ScaleSequence(IReadOnlyList<ScaleValue> Items) : ScaleValue;

/// <summary>An absent option.</summary>
internal sealed record ScaleNone : ScaleValue
{
    public static ScaleNone Instance { get; } = new();
}

/// <summary>A structure; a field without a name has the empty name.</summary>
internal sealed record ScaleComposite(IReadOnlyList<KeyValuePair<string, ScaleValue>> Fields) : ScaleValue
{
    public ScaleValue? Find(string name) => Fields.FirstOrDefault(field => field.Key == name).Value;
}

/// <summary>One variant of an enumeration, with its fields.</summary>
internal sealed record ScaleVariant(string Name, byte Index, ScaleComposite Content) : ScaleValue;
