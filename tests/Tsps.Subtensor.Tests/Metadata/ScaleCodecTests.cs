using System.Numerics;
using FsCheck.Xunit;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Metadata;

[Trait(Categories.Name, Categories.Unit)]
public class ScaleCodecTests
{
    [Property]
    public bool Decodes_what_it_encoded(ushort[] uids, ulong number, bool flag, byte[] bytes)
    {
        var builder = new TypeRegistryBuilder();
        var type = builder.Find("(Vec<u16>, Compact<u64>, bool, Bytes, Option<(u64, i64)>)");
        var value = new ScaleSequence(
            [ScaleValue.Sequence(uids), number, flag, bytes, flag ? new ScaleSequence([number, -(BigInteger)(number >> 1)]) : ScaleNone.Instance]);
        var types = builder.Build();

        var encoded = ScaleEncoder.Encode(types, type, value);
        var decoded = ScaleDecoder.Decode(types, type, encoded);

        return ScaleEncoder.Encode(types, type, decoded).AsSpan().SequenceEqual(encoded) && ((ScaleSequence)decoded).Items[1] == (ScaleValue)number;
    }

    [Theory]
    [InlineData("u16", 65536)]
    [InlineData("Compact<u16>", 65536)]
    [InlineData("u8", -1)]
    [InlineData("i8", 128)]
    public void Refuses_a_number_that_the_type_cannot_hold(string type, long number)
    {
        var builder = new TypeRegistryBuilder();
        var id = builder.Find(type);
        var exception = Assert.Throws<ScaleException>(() => ScaleEncoder.Encode(builder.Build(), id, new ScaleNumber(number)));
        Assert.Contains($"{number} does not fit", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_field_that_a_structure_lacks()
    {
        var builder = new TypeRegistryBuilder();
        var id = builder.Declare("Weights", ("netuid", "u16"), ("dests", "Vec<u16>"));
        var value = new ScaleComposite([KeyValuePair.Create("netuid", (ScaleValue)1), KeyValuePair.Create("uids", ScaleValue.Sequence([1]))]);
        var exception = Assert.Throws<ScaleException>(() => ScaleEncoder.Encode(builder.Build(), id, value));
        Assert.Contains("'dests'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_type_that_wraps_itself()
    {
        var types = new TypeRegistry(new Dictionary<uint, RegisteredType> { [0] = new("Loop", new CompositeType([new TypeField("", 0)])) });
        Assert.Throws<ScaleException>(() => ScaleDecoder.Decode(types, 0, [1, 2, 3]));
    }

    [Fact]
    public void Refuses_values_nested_without_end()
    {
        var types = new TypeRegistry(new Dictionary<uint, RegisteredType> { [0] = new("", new SequenceType(0)) });
        var nested = Enumerable.Repeat((byte)4, 200).Append((byte)0).ToArray();
        var exception = Assert.Throws<ScaleException>(() => ScaleDecoder.Decode(types, 0, nested));
        Assert.Contains("nested", exception.Message, StringComparison.Ordinal);
    }
}
