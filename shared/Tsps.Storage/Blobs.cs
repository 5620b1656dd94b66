using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Tsps.Storage;

/// <summary>What every blob store needs: containers made on first use, whole JSON documents, and writes that only the first writer wins.</summary>
internal static class Blobs
{
    /// <summary>The document at <paramref name="path"/>; null when there is none.</summary>
    public static async ValueTask<T?> ReadJsonAsync<T>(this BlobContainerClient container, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        await container.ReadAsync(path, cancellationToken).ConfigureAwait(false) is { } content ? JsonSerializer.Deserialize(content.ToMemory().Span, type) : null;

    /// <summary>The bytes at <paramref name="path"/>; null when there are none.</summary>
    public static async ValueTask<BinaryData?> ReadAsync(this BlobContainerClient container, string path, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await container.GetBlobClient(path).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            return answer.Value.Content;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Writes a document that nobody may change afterwards; false when one is there already.</summary>
    public static async ValueTask<bool> TryCreateJsonAsync<T>(this BlobContainerClient container, string path, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            await container.UploadAsync(path, JsonSerializer.SerializeToUtf8Bytes(document, type), new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
        {
            return false;
        }
    }

    /// <summary>Writes or replaces a document.</summary>
    public static ValueTask WriteJsonAsync<T>(this BlobContainerClient container, string path, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        container.UploadAsync(path, JsonSerializer.SerializeToUtf8Bytes(document, type), conditions: null, cancellationToken);

    /// <summary>Deletes a document, whether it is there or not.</summary>
    public static async ValueTask TryDeleteAsync(this BlobContainerClient container, string path, CancellationToken cancellationToken)
    {
        try
        {
            await container.GetBlobClient(path).DeleteIfExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            // No container, so no document either.
        }
    }

    /// <summary>Writes bytes in one request, so that a reader sees all of them or none; makes the container where it is missing.</summary>
    public static async ValueTask UploadAsync(this BlobContainerClient container, string path, ReadOnlyMemory<byte> content, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(path);
        var options = new BlobUploadOptions { Conditions = conditions };
        try
        {
            await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken).ConfigureAwait(false);
        }
    }
}
