using System.Text.Json;
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
            Assert.Equal(vector.Text("key"), Hex.Encode(StorageKey.Create(metadata.Types, entry, [.. vector.GetProperty("params").EnumerateArray().Select(ScaleJson.ToScale)])));
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
