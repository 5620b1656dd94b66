using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Tsps.Storage;

/// <summary>Container <c>models</c>: <c>{name}.onnx</c>, the models that a miner may run.</summary>
public sealed class ModelStore(BlobServiceClient blobs)
{
    private const string ContainerName = "models";

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(ContainerName);

    /// <summary>The stored model's version; null when there is none of that name.</summary>
    public async ValueTask<string?> FindVersionAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _container.GetBlobClient(Path(name)).GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return answer.Value.ETag.ToString();
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>The ONNX bytes of a model; null when there is none of that name.</summary>
    public ValueTask<BinaryData?> FindAsync(string name, CancellationToken cancellationToken) => _container.ReadAsync(Path(name), cancellationToken);

    /// <summary>Stores a model under a name that has none yet; false when it has one.</summary>
    public async ValueTask<bool> TryAddAsync(string name, ReadOnlyMemory<byte> onnx, CancellationToken cancellationToken) =>
        await _container.TryUploadAsync(Path(name), onnx, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken).ConfigureAwait(false) is not null;

    private static string Path(string name) => $"{name}.onnx";
}
