using System.IO.Compression;
using System.Text.Json;
using Tsps.Subtensor.Metadata;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>The recorded vectors of the chain.</summary>
internal static class ChainVectors
{
    private static RuntimeMetadata? _metadata;

    /// <summary>The recorded runtime's metadata, version 15.</summary>
    public static RuntimeMetadata Metadata => _metadata ??= MetadataReader.Read(MetadataBytes(15));

    public static byte[] MetadataBytes(int version)
    {
        using var file = File.OpenRead(GoldenFile.Locate($"chain/metadata_v{version}.scale.gz"));
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unpacked.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static JsonDocument Read(string name) => GoldenFile.Read($"chain/{name}.json");

    public static string Text(this JsonElement json, string property) => json.GetProperty(property).GetString()!;

    public static byte[] Bytes(this JsonElement json, string property) => Hex.Decode(json.Text(property));
}
