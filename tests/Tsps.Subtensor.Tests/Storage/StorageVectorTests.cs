using System.Text.Json;
using Substrate.NetApi;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Storage;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Storage;

[Trait(Categories.Name, Categories.Golden)]
public class StorageVectorTests
{
    [Fact]
    public void Keys_are_the_recorded_ones()
    {
        var metadata = ChainVectors.Metadata;
        using var vectors = ChainVectors.Read("storage");
        foreach (var vector in vectors.RootElement.GetProperty("entries").EnumerateArray().Concat(vectors.RootElement.GetProperty("patches").EnumerateArray()))
        {
            var entry = metadata.FindStorage(vector.Text("pallet"), vector.Text("item"));
            Assert.NotNull(entry);
            if (vector.TryGetProperty("prefix", out var prefix))
            {
                Assert.Equal(prefix.GetString(), Hex.Encode(RequestGenerator.GetStorageKeyBytesHash(entry.Pallet, entry.Name)));
            }

            Assert.Equal(vector.Text("key"), Hex.Encode(StorageKey.Create(metadata.Types, entry, [.. vector.GetProperty("params").EnumerateArray().Select(ScaleJson.ToScale)])));
        }
    }

    [Fact]
    public void Items_are_declared_as_recorded()
    {
        var metadata = MetadataReader.Read(ChainVectors.MetadataBytes(14));
        using var vectors = ChainVectors.Read("storage");
        foreach (var vector in vectors.RootElement.GetProperty("entries").EnumerateArray())
        {
            var entry = metadata.FindStorage(vector.Text("pallet"), vector.Text("item"))!;
            Assert.Equal(vector.GetProperty("hashers").EnumerateArray().Select(hasher => hasher.GetString()), entry.Hashers.Select(hasher => hasher.ToString()));
            Assert.Equal(vector.Text("modifier") == "Optional", entry.IsOptional);
            Assert.Equal(vector.Text("value_type"), $"scale_info::{entry.ValueType}");
        }
    }

    [Fact]
    public void Values_that_were_written_decode_and_encode_again()
    {
        var metadata = ChainVectors.Metadata;
        using var vectors = ChainVectors.Read("storage");
        foreach (var vector in vectors.RootElement.GetProperty("patches").EnumerateArray())
        {
            var entry = metadata.FindStorage(vector.Text("pallet"), vector.Text("item"))!;
            var value = StorageValue.Decode(metadata.Types, entry, vector.Bytes("value"));
            Assert.Equal(vector.Text("value"), Hex.Encode(ScaleEncoder.Encode(metadata.Types, entry.ValueType, value)));
        }
    }

    [Fact]
    public void Values_and_the_defaults_of_absent_keys_decode_as_recorded()
    {
        var metadata = ChainVectors.Metadata;
        using var vectors = ChainVectors.Read("storage");
        foreach (var vector in vectors.RootElement.GetProperty("entries").EnumerateArray())
        {
            var entry = metadata.FindStorage(vector.Text("pallet"), vector.Text("item"))!;
            Assert.Equal(vector.Text("default_raw"), Hex.Encode(entry.Default.Span));
            var raw = vector.GetProperty("raw") is { ValueKind: JsonValueKind.String } present ? Hex.Decode(present.GetString()!) : null;

            var value = StorageValue.Decode(metadata.Types, entry, raw);

            Assert.True(value.Matches(vector.GetProperty("decoded")), $"{entry.Pallet}.{entry.Name}: {value} instead of {vector.GetProperty("decoded")}");
        }
    }
}
