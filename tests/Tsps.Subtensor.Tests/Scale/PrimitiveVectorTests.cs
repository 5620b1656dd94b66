using System.Text.Json;
using Substrate.NetApi;
using Substrate.NetApi.Model.Extrinsics;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Scale;

[Trait(Categories.Name, Categories.Golden)]
public class PrimitiveVectorTests
{
    [Fact]
    public void Values_encode_to_the_recorded_bytes_and_decode_again()
    {
        using var vectors = ChainVectors.Read("primitives");
        foreach (var vector in vectors.RootElement.GetProperty("scale").EnumerateArray())
        {
            var builder = new TypeRegistryBuilder();
            var name = vector.Text("type");
            var (type, value) = Typed(builder, name, vector.GetProperty("value"));
            var types = builder.Build();

            Assert.Equal(vector.Text("hex"), Hex.Encode(ScaleEncoder.Encode(types, type, value)));
            var decoded = ScaleDecoder.Decode(types, type, vector.Bytes("hex"));
            Assert.True(Plain(decoded).Matches(vector.GetProperty("value")), $"{name} {vector.GetProperty("value")}: {decoded}");
        }
    }

    [Fact]
    public void Eras_encode_to_the_recorded_bytes_and_begin_at_the_recorded_block()
    {
        using var vectors = ChainVectors.Read("primitives");
        foreach (var vector in vectors.RootElement.GetProperty("era").EnumerateArray())
        {
            var value = vector.GetProperty("value");
            if (value.ValueKind == JsonValueKind.String)
            {
                Assert.Equal(vector.Text("hex"), Hex.Encode(Era.Create(0, 0).Encode()));
                continue;
            }

            var current = value.GetProperty("current").GetUInt64();
            var era = Era.Create(value.GetProperty("period").GetUInt32(), current);
            Assert.Equal(vector.Text("hex"), Hex.Encode(era.Encode()));
            Assert.Equal(vector.GetProperty("period").GetUInt64(), era.Period);
            Assert.Equal(vector.GetProperty("phase").GetUInt64(), era.Phase);
            Assert.Equal(vector.GetProperty("birth").GetUInt64(), era.EraStart(current));
            Assert.Equal(vector.GetProperty("death").GetUInt64(), era.EraStart(current) + era.Period);
        }
    }

    [Fact]
    public void Hashers_give_the_recorded_digests()
    {
        using var vectors = ChainVectors.Read("primitives");
        foreach (var vector in vectors.RootElement.GetProperty("hashers").EnumerateArray())
        {
            var data = vector.Bytes("data");
            Assert.Equal(vector.Text("twox128"), Hex.Encode(HashExtension.Twox128(data)));
            Assert.Equal(vector.Text("twox64_concat"), Hex.Encode(HashExtension.Twox64Concat(data)));
            Assert.Equal(vector.Text("blake2_128"), Hex.Encode(HashExtension.Blake2(data, 128)));
            Assert.Equal(vector.Text("blake2_256"), Hex.Encode(HashExtension.Blake2(data, 256)));
            Assert.Equal(vector.Text("blake2_128_concat"), Hex.Encode(HashExtension.Blake2Concat(data, 128)));
        }
    }

    /// <summary>The type in the builder's words, and the value; enumerations are named as Type::Variant.</summary>
    private static (uint Type, ScaleValue Value) Typed(TypeRegistryBuilder builder, string name, JsonElement json)
    {
        var value = json.ToScale();
        return name switch
        {
            "Text" => (builder.Find(name), new ScaleText(json.GetString()!)),
            "MultiAddress" or "MultiAddress::Id" => (builder.Declare("MultiAddress", new VariantType([new TypeVariant("Id", 0, [new TypeField("", builder.Find("AccountId"))])])), value),
            "MultiSignature::Sr25519" => (
                builder.Declare("MultiSignature", new VariantType([new TypeVariant("Sr25519", 1, [new TypeField("", builder.Find("[u8; 64]"))])])),
                new ScaleVariant("Sr25519", 1, new ScaleComposite([KeyValuePair.Create("", value)]))),
            _ => (builder.Find(name), value),
        };
    }

    private static ScaleValue Plain(ScaleValue value) => value is ScaleVariant { Content.Fields: [var only] } ? only.Value : value;
}
