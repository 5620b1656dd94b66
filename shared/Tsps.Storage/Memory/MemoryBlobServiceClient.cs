using System.Collections.Concurrent;
using Azure.Storage.Blobs;

namespace Tsps.Storage.Memory;

/// <summary>Blobs held in memory, for replays of history; see <see cref="MemoryTableServiceClient"/>.</summary>
public sealed class MemoryBlobServiceClient : BlobServiceClient
{
    private readonly ConcurrentDictionary<string, MemoryBlobContainerClient> _containers = new(StringComparer.Ordinal);

    public override BlobContainerClient GetBlobContainerClient(string blobContainerName) => _containers.GetOrAdd(blobContainerName, static name => new MemoryBlobContainerClient(name));
}
