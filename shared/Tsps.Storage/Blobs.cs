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
    /// <exception cref="NewerSchemaException">It is of a newer schema than this code knows.</exception>
    /// <exception cref="DamagedDataException">What lies there is not this document, or not all of it.</exception>
    public static async ValueTask<T?> ReadJsonAsync<T>(this BlobContainerClient container, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, IStoredDocument =>
        await container.ReadAsync(path, cancellationToken).ConfigureAwait(false) is { } content ? container.Deserialize(path, content.ToMemory().Span, type) : null;

    /// <summary>The document at <paramref name="path"/> and its version, against which it may be replaced; null when there is none.</summary>
    /// <exception cref="NewerSchemaException">It is of a newer schema than this code knows.</exception>
    public static async ValueTask<(T Document, string Version)?> ReadJsonWithVersionAsync<T>(
        this BlobContainerClient container, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, IStoredDocument =>
        await container.DownloadAsync(path, cancellationToken).ConfigureAwait(false) is { } found ? (container.Deserialize(path, found.Content.ToMemory().Span, type), found.Details.ETag.ToString()) : null;

    /// <summary>The bytes at <paramref name="path"/>; null when there are none.</summary>
    public static async ValueTask<BinaryData?> ReadAsync(this BlobContainerClient container, string path, CancellationToken cancellationToken) =>
        (await container.DownloadAsync(path, cancellationToken).ConfigureAwait(false))?.Content;

    /// <summary>What lies at <paramref name="path"/>, with its version; null when nothing does.</summary>
    public static async ValueTask<BlobDownloadResult?> DownloadAsync(this BlobContainerClient container, string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await container.GetBlobClient(path).DownloadContentAsync(cancellationToken).ConfigureAwait(false)).Value;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Writes a document that nobody may change afterwards; false when one is there already.</summary>
    public static async ValueTask<bool> TryCreateJsonAsync<T>(this BlobContainerClient container, string path, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await container.TryUploadJsonAsync(path, document, type, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Writes a document if the blob there is as the conditions say; its version, or null when it is not.</summary>
    public static ValueTask<string?> TryUploadJsonAsync<T>(
        this BlobContainerClient container, string path, T document, JsonTypeInfo<T> type, BlobRequestConditions conditions, CancellationToken cancellationToken) =>
        container.TryUploadAsync(path, JsonSerializer.SerializeToUtf8Bytes(document, type), conditions, cancellationToken);

    /// <summary>Writes bytes if the blob there is as the conditions say; their version, or null when it is not.</summary>
    public static async ValueTask<string?> TryUploadAsync(
        this BlobContainerClient container, string path, ReadOnlyMemory<byte> content, BlobRequestConditions conditions, CancellationToken cancellationToken, string? contentType = null)
    {
        try
        {
            return await container.UploadAsync(path, content, conditions, cancellationToken, contentType).ConfigureAwait(false);
        }
        catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
        {
            return null;
        }
    }

    /// <summary>Writes or replaces a document.</summary>
    public static async ValueTask WriteJsonAsync<T>(this BlobContainerClient container, string path, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await container.UploadAsync(path, JsonSerializer.SerializeToUtf8Bytes(document, type), conditions: null, cancellationToken).ConfigureAwait(false);

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
    /// <returns>Their version.</returns>
    public static async ValueTask<string> UploadAsync(
        this BlobContainerClient container, string path, ReadOnlyMemory<byte> content, BlobRequestConditions? conditions, CancellationToken cancellationToken, string? contentType = null)
    {
        var blob = container.GetBlobClient(path);
        var options = new BlobUploadOptions { Conditions = conditions, HttpHeaders = contentType is null ? null : new BlobHttpHeaders { ContentType = contentType } };
        try
        {
            return await SendAsync().ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return await SendAsync().ConfigureAwait(false);
        }

        async ValueTask<string> SendAsync() =>
            (await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken).ConfigureAwait(false)).Value.ETag.ToString();
    }

    /// <summary>What is said of a blob that can't be read.</summary>
    public static DamagedDataException Damaged(this BlobContainerClient container, string path, Exception? reason = null) =>
        new($"Blob {path} of container {container.Name} is damaged: {reason?.Message ?? "it holds nothing"}", reason!);

    /// <summary>What was read at <paramref name="path"/>, once it is no newer than this code.</summary>
    /// <exception cref="NewerSchemaException">It is.</exception>
    /// <exception cref="DamagedDataException">It is not this document, or not all of it.</exception>
    public static T Deserialize<T>(this BlobContainerClient container, string path, ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class, IStoredDocument
    {
        try
        {
            StoredSchema.Check(json, container.Name, path, T.LatestSchema);
            var document = JsonSerializer.Deserialize(json, type) ?? throw container.Damaged(path);
            return document.FindDamage() is { } damage ? throw container.Damaged(path, new JsonException(damage)) : document;
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException)
        {
            throw container.Damaged(path, damage);
        }
    }
}
