using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Tsps.Storage.Memory;

/// <summary>One blob, there or not.</summary>
internal sealed class MemoryBlobClient(MemoryBlobContainerClient container) : BlobClient
{
    private readonly Lock _gate = new();
    private BinaryData? _content;
    private long _version;

    private ETag Version => new(string.Create(CultureInfo.InvariantCulture, $"\"{_version}\""));

    public override Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ThrowUnlessContainer();
            return _content is null
                ? throw Failure(404, BlobErrorCode.BlobNotFound)
                : Task.FromResult(Response.FromValue(
                    BlobsModelFactory.BlobDownloadResult(_content, BlobsModelFactory.BlobDownloadDetails(eTag: Version)), new MemoryResponse(200)));
        }
    }

    public override Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, BlobUploadOptions options, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            ThrowUnlessContainer();
            var conditions = options?.Conditions;
            if (conditions?.IfNoneMatch == ETag.All && _content is not null)
            {
                throw Failure(409, BlobErrorCode.BlobAlreadyExists);
            }

            if (conditions?.IfMatch is { } version && (_content is null || version != Version))
            {
                throw Failure(412, BlobErrorCode.ConditionNotMet);
            }

            _content = BinaryData.FromBytes(content.ToArray());
            _version++;
            return Task.FromResult(Response.FromValue(BlobsModelFactory.BlobContentInfo(Version, default, [], "", 0), new MemoryResponse(201)));
        }
    }

    public override Task<Response<bool>> DeleteIfExistsAsync(
        DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var existed = _content is not null;
            _content = null;
            return Task.FromResult(Response.FromValue(existed, new MemoryResponse(202)));
        }
    }

    private void ThrowUnlessContainer()
    {
        if (!container.IsThere)
        {
            throw Failure(404, BlobErrorCode.ContainerNotFound);
        }
    }

    private static RequestFailedException Failure(int status, BlobErrorCode code) => new(status, code.ToString(), code.ToString(), null);
}
