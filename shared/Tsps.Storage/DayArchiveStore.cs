using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Tsps.Storage;

/// <summary>Container <c>archive</c>: <c>{stream}/{yyyy}/{MM}/{dd}.json.gz</c>.</summary>
public sealed class DayArchiveStore(BlobServiceClient blobs)
{
    private const string ContainerName = "archive";

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(ContainerName);

    /// <summary>A day's archive; null when it has none.</summary>
    /// <exception cref="DamagedDataException">The blob is no archive, or not all of one.</exception>
    public async ValueTask<DayArchive?> FindAsync(string streamId, DateOnly day, CancellationToken cancellationToken) =>
        (await ReadAsync(streamId, day, cancellationToken).ConfigureAwait(false))?.Archive;

    /// <summary>Keeps an archive beside what the day's blob already has, so that nothing archived is ever replaced.</summary>
    /// <returns>What the blob holds now; null when another instance changed it meanwhile, and then nothing may be deleted yet.</returns>
    public async ValueTask<DayArchive?> TryKeepAsync(DayArchive archive, DateOnly day, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(archive.StreamId, day, cancellationToken).ConfigureAwait(false);
        var merged = stored?.Archive.With(archive) ?? archive;
        if (stored is { } same && same.Archive.Rounds.Count == merged.Rounds.Count && same.Archive.Truths.Count == merged.Truths.Count)
        {
            return merged;
        }

        var conditions = stored is { } old ? new BlobRequestConditions { IfMatch = old.Version } : new BlobRequestConditions { IfNoneMatch = ETag.All };
        return await _container.TryUploadAsync(Path(archive.StreamId, day), Compress(merged), conditions, cancellationToken).ConfigureAwait(false) is null ? null : merged;
    }

    private async ValueTask<(DayArchive Archive, ETag Version)?> ReadAsync(string streamId, DateOnly day, CancellationToken cancellationToken)
    {
        var path = Path(streamId, day);
        if (await _container.DownloadAsync(path, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        var archive = _container.Deserialize(path, Decompress(path, found.Content).Span, StorageJson.Default.DayArchive);
        foreach (var round in archive.Rounds)
        {
            StoredSchema.Check(round.Answers, _container.Name, path);
            StoredSchema.Check(round.Scores, _container.Name, path);
            StoredSchema.Check(round.Weights, _container.Name, path);
        }

        return (archive, found.Details.ETag);
    }

    private ReadOnlyMemory<byte> Decompress(string path, BinaryData compressed)
    {
        try
        {
            using var content = new GZipStream(compressed.ToStream(), CompressionMode.Decompress);
            var json = new MemoryStream();
            content.CopyTo(json);
            return json.GetBuffer().AsMemory(0, (int)json.Length);
        }
        catch (InvalidDataException damage)
        {
            throw _container.Damaged(path, damage);
        }
    }

    private static ReadOnlyMemory<byte> Compress(DayArchive archive)
    {
        var content = new MemoryStream();
        using (var compressed = new GZipStream(content, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(compressed, archive, StorageJson.Default.DayArchive);
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    private static string Path(string streamId, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{streamId}/{day:yyyy'/'MM'/'dd}.json.gz");
}
