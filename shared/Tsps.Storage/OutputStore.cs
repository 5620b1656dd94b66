using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Tsps.Storage;

/// <summary>
/// Container <c>outputs</c>, what dashboards read: <c>{stream}/latest_predictions.json</c>, <c>{stream}/cmw.json</c>, both written anew again and
/// again, <c>{stream}/backups/{request uuid}.json</c>, created once, and <c>{stream}/history.json</c>, from which <c>cmw.json</c> is computed.
/// </summary>
public sealed class OutputStore(BlobServiceClient blobs)
{
    public const string LatestPredictions = "latest_predictions.json";
    public const string Performance = "cmw.json";

    private const string ContainerName = "outputs";
    private const string History = "history.json";
    private const string ContentType = "application/json";

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(ContainerName);

    /// <summary>A document as published; null when it never was.</summary>
    /// <param name="name"><see cref="LatestPredictions"/> or <see cref="Performance"/>.</param>
    public ValueTask<BinaryData?> FindAsync(string streamId, string name, CancellationToken cancellationToken) => _container.ReadAsync(Path(streamId, name), cancellationToken);

    /// <summary>Publishes a document in place of the one before.</summary>
    public async ValueTask WriteAsync(string streamId, string name, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        await _container.UploadAsync(Path(streamId, name), json, conditions: null, cancellationToken, ContentType).ConfigureAwait(false);

    public ValueTask<BinaryData?> FindBackupAsync(string streamId, Guid requestUuid, CancellationToken cancellationToken) =>
        _container.ReadAsync(BackupPath(streamId, requestUuid), cancellationToken);

    /// <summary>Stores a scored request's record; false when it is stored already.</summary>
    public async ValueTask<bool> TryAddBackupAsync(string streamId, Guid requestUuid, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var absent = new BlobRequestConditions { IfNoneMatch = ETag.All };
        return await _container.TryUploadAsync(BackupPath(streamId, requestUuid), json, absent, cancellationToken, ContentType).ConfigureAwait(false) is not null;
    }

    /// <summary>The history of a stream; an empty one when nothing was published yet.</summary>
    public async ValueTask<OutputHistory> ReadHistoryAsync(string streamId, CancellationToken cancellationToken) =>
        await _container.ReadJsonWithVersionAsync(Path(streamId, History), StorageJson.Default.OutputHistory, cancellationToken).ConfigureAwait(false) is var (history, version)
            ? history with { Version = version }
            : new OutputHistory { StreamId = streamId };

    /// <summary>Stores a history; it with its new version, or null when another instance changed it since it was read.</summary>
    public async ValueTask<OutputHistory?> TryWriteHistoryAsync(OutputHistory history, CancellationToken cancellationToken)
    {
        var asRead = history.Version.Length == 0 ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(history.Version) };
        return await _container.TryUploadJsonAsync(Path(history.StreamId, History), history, StorageJson.Default.OutputHistory, asRead, cancellationToken).ConfigureAwait(false) is { } version
            ? history with { Version = version }
            : null;
    }

    private static string Path(string streamId, string name) => $"{streamId}/{name}";

    private static string BackupPath(string streamId, Guid requestUuid) => string.Create(CultureInfo.InvariantCulture, $"{streamId}/backups/{requestUuid:D}.json");
}
