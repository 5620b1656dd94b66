using System.Globalization;
using Azure.Storage.Blobs;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>Container <c>metagraphs</c>: <c>{netuid}.json</c>, the last metagraph that could be read.</summary>
public sealed class MetagraphStore(BlobServiceClient blobs) : IMetagraphStore
{
    private const string ContainerName = "metagraphs";

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(ContainerName);

    public ValueTask SaveAsync(Metagraph metagraph, CancellationToken cancellationToken) =>
        _container.WriteJsonAsync(Path(metagraph.Netuid), StoredMetagraph.From(metagraph), StorageJson.Default.StoredMetagraph, cancellationToken);

    public async ValueTask<Metagraph?> LoadAsync(ushort netuid, CancellationToken cancellationToken) =>
        (await _container.ReadJsonAsync(Path(netuid), StorageJson.Default.StoredMetagraph, cancellationToken).ConfigureAwait(false))?.ToMetagraph();

    private static string Path(ushort netuid) => string.Create(CultureInfo.InvariantCulture, $"{netuid}.json");
}
