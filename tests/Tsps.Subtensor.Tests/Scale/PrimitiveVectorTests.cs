using System.Text;
using System.Text.Json;
using Tsps.Bittensor.Keys;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Storage;
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
            if (vector.TryGetProperty("decoded_again", out var again))
            {
                Assert.True(Plain(decoded).Matches(again), $"{name} {again}: {decoded}");
            }
        }
    }

    [Fact]
    public void The_recorded_signature_is_of_the_recorded_message()
    {
        using var vectors = ChainVectors.Read("primitives");
        foreach (var vector in vectors.RootElement.GetProperty("scale").EnumerateArray().Where(vector => vector.TryGetProperty("message_ascii", out _)))
        {
            Assert.True(Sr25519.Verify(vector.Bytes("public_key"), Encoding.ASCII.GetBytes(vector.Text("message_ascii")), vector.Bytes("value")));
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
                Assert.Equal(vector.Text("hex"), Hex.Encode(Mortality.EraFor(0, 0).Encode()));
                Assert.Equal(vector.Text("decoded"), value.GetString());
                continue;
            }

            var current = value.GetProperty("current").GetUInt64();
            var era = Mortality.EraFor(value.GetProperty("period").GetUInt32(), current);
            Assert.Equal(vector.Text("hex"), Hex.Encode(era.Encode()));
            Assert.Equal(vector.GetProperty("decoded").EnumerateArray().Select(number => number.GetUInt64()), [era.Period, era.Phase]);
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
            if (vector.GetProperty("ascii") is { ValueKind: JsonValueKind.String } ascii)
            {
                Assert.Equal(Encoding.ASCII.GetBytes(ascii.GetString()!), data);
            }

            Assert.Equal(vector.Text("twox128"), Hash(StorageHasher.Twox128, data));
            Assert.Equal(vector.Text("twox64_concat"), Hash(StorageHasher.Twox64Concat, data));
            Assert.Equal(vector.Text("xxh64_seed0_le"), Hash(StorageHasher.Twox64Concat, data)[..^(2 * data.Length)]);
            Assert.Equal(vector.Text("blake2_128"), Hash(StorageHasher.Blake2_128, data));
            Assert.Equal(vector.Text("blake2_256"), Hash(StorageHasher.Blake2_256, data));
            Assert.Equal(vector.Text("blake2_128_concat"), Hash(StorageHasher.Blake2_128Concat, data));
            Assert.Equal(vector.Text("identity"), Hash(StorageHasher.Identity, data));
        }
    }

    /// <summary>What stands for a parameter in a storage key, behind the two names.</summary>
    private static string Hash(StorageHasher hasher, byte[] parameter)
    {
        const int Names = 32;
        var entry = new StorageEntry("Pallet", "Item", false, [hasher], [0], 0, default);
        return Hex.Encode(StorageKey.Create(entry, [parameter]).AsSpan(Names));
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
