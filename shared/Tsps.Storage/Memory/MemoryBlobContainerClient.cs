using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Tsps.Storage.Memory;

/// <summary>One container.</summary>
internal sealed class MemoryBlobContainerClient(string name) : BlobContainerClient
{
    private readonly ConcurrentDictionary<string, MemoryBlobClient> _blobs = new(StringComparer.Ordinal);

    public override string Name => name;

    public bool IsThere { get; private set; }

    public override BlobClient GetBlobClient(string blobName) => _blobs.GetOrAdd(blobName, _ => new MemoryBlobClient(this));

    public override Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(
        PublicAccessType publicAccessType = PublicAccessType.None,
        IDictionary<string, string>? metadata = null,
        BlobContainerEncryptionScopeOptions? encryptionScopeOptions = null,
        CancellationToken cancellationToken = default)
    {
        IsThere = true;
        return Task.FromResult(Response.FromValue(BlobsModelFactory.BlobContainerInfo(default, default), new MemoryResponse(201)));
    }
}
