using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Metadata;

[Trait(Categories.Name, Categories.Golden)]
public class MetadataVectorTests
{
    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public void Finds_pallets_calls_events_and_errors_by_name_and_number(int version)
    {
        var metadata = MetadataReader.Read(ChainVectors.MetadataBytes(version));
        using var index = ChainVectors.Read("metadata_index");
        var pallets = index.RootElement.GetProperty("pallets").EnumerateArray().ToList();

        Assert.Equal(version, metadata.Version);
        Assert.Equal(pallets.Count, metadata.Pallets.Count);
        foreach (var expected in pallets)
        {
            var pallet = metadata.Pallet(expected.Text("pallet"));
            Assert.Equal(expected.GetProperty("index").GetByte(), pallet.Index);
            Assert.Equal(Names(expected, "calls"), Variants(metadata, pallet.CallType));
            Assert.Equal(Names(expected, "events"), Variants(metadata, pallet.EventType));
            Assert.Equal(Names(expected, "errors"), Variants(metadata, pallet.ErrorType));
            foreach (var call in expected.GetProperty("calls").EnumerateArray())
            {
                var arguments = metadata.FindCall(pallet.Name, call.Text("name"))!.Fields.Select(field => field.Name);
                Assert.Equal(call.GetProperty("args").EnumerateArray().Select(name => name.GetString()), arguments);
            }

            foreach (var @event in expected.GetProperty("events").EnumerateArray())
            {
                var found = metadata.FindEvent(pallet.Index, @event.GetProperty("index").GetByte());
                Assert.Equal(@event.GetProperty("fields").GetInt32(), found!.Fields.Count);
            }
        }
    }

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public void Finds_storage_items_with_their_hashers_and_constants_with_their_bytes(int version)
    {
        var metadata = MetadataReader.Read(ChainVectors.MetadataBytes(version));
        using var index = ChainVectors.Read("metadata_index");
        foreach (var expected in index.RootElement.GetProperty("pallets").EnumerateArray())
        {
            var pallet = metadata.Pallet(expected.Text("pallet"));

            // The recording tool adds an item of its own, the pallet's storage version, whose type is a name instead of a number.
            var items = expected.GetProperty("storage").EnumerateArray().Where(item => item.GetProperty("value_type_id").ValueKind == JsonValueKind.Number).ToList();
            Assert.Equal(items.Count, pallet.Storage.Count);
            foreach (var item in items)
            {
                var entry = pallet.Storage[item.Text("name")];
                Assert.Equal(item.Text("modifier") == "Optional", entry.IsOptional);
                Assert.Equal(item.GetProperty("hashers").EnumerateArray().Select(hasher => hasher.GetString()), entry.Hashers.Select(hasher => hasher.ToString()));
                if (version == 14)
                {
                    Assert.Equal(item.GetProperty("value_type_id").GetUInt32(), entry.ValueType);
                }
            }

            var constants = expected.GetProperty("constants").EnumerateObject().ToList();
            Assert.Equal(constants.Count, pallet.Constants.Count);
            foreach (var constant in constants)
            {
                var text = constant.Value.GetString()!;
                var bytes = text.StartsWith("0x", StringComparison.Ordinal) ? Hex.Decode(text) : Encoding.UTF8.GetBytes(text);
                Assert.Equal(bytes, pallet.Constants[constant.Name].Value.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public void Lists_the_signed_extensions_in_their_order(int version)
    {
        var metadata = MetadataReader.Read(ChainVectors.MetadataBytes(version));
        using var index = ChainVectors.Read("metadata_index");
        var meta = index.RootElement.GetProperty("meta");

        Assert.Equal(meta.GetProperty("extrinsic_version").GetByte(), metadata.ExtrinsicVersion);
        var extensions = meta.GetProperty("signed_extensions").EnumerateObject().ToList();
        Assert.Equal(extensions.Select(extension => extension.Name), metadata.SignedExtensions.Select(extension => extension.Identifier));
        if (version == 14)
        {
            Assert.Equal(extensions.Select(extension => extension.Value.Text("extrinsic")), metadata.SignedExtensions.Select(extension => $"scale_info::{extension.ExtraType}"));
            Assert.Equal(extensions.Select(extension => extension.Value.Text("additional_signed")), metadata.SignedExtensions.Select(extension => $"scale_info::{extension.AdditionalType}"));
        }
    }

    [Theory]
    [InlineData(14, "metadata_v14_sha256")]
    [InlineData(15, "metadata_v15_sha256")]
    public void Is_the_metadata_that_was_recorded(int version, string member)
    {
        using var index = ChainVectors.Read("metadata_index");
        Assert.Equal(index.RootElement.GetProperty("meta").Text(member), Convert.ToHexStringLower(SHA256.HashData(ChainVectors.MetadataBytes(version))));
    }

    [Fact]
    public void Version_15_lists_the_runtime_apis_that_were_called()
    {
        var metadata = MetadataReader.Read(ChainVectors.MetadataBytes(15));
        using var vectors = ChainVectors.Read("runtime_api");
        foreach (var call in vectors.RootElement.GetProperty("calls").EnumerateArray())
        {
            var isThere = !call.TryGetProperty("error", out var error) || error.ValueKind == JsonValueKind.Null;
            Assert.Equal(isThere, metadata.Apis.ContainsKey(call.Text("method")));
        }
    }

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public void Refuses_metadata_that_is_cut_off_anywhere(int version)
    {
        var bytes = ChainVectors.MetadataBytes(version);
        for (var length = 0; length < bytes.Length; length += 997)
        {
            Assert.Throws<ScaleException>(() => MetadataReader.Read(bytes.AsSpan(0, length)));
        }
    }

    private static List<(byte, string)> Names(JsonElement pallet, string kind) =>
        [.. pallet.GetProperty(kind).EnumerateArray().Select(item => (item.GetProperty("index").GetByte(), item.Text("name"))).Order()];

    private static List<(byte, string)> Variants(RuntimeMetadata metadata, uint? type) =>
        type is { } id ? [.. ((VariantType)metadata.Types[id].Definition).Variants.Select(variant => (variant.Index, variant.Name)).Order()] : [];
}
