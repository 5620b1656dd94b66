using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs;

namespace Tsps.Local.Hosting.Timers;

/// <summary>
/// Keeps the state of timers where the real host does: the blob <c>timers/{hostid}/Host.Functions.{Name}/status</c> of the container
/// <c>azure-webjobs-hosts</c> (Azure facts, "The host: timers").
/// </summary>
public sealed partial class BlobTimerStatusStore(BlobServiceClient service) : ITimerStatusStore
{
    private readonly BlobContainerClient _container = service.GetBlobContainerClient("azure-webjobs-hosts");

    public async Task<TimerStatus?> ReadAsync(string hostId, string function, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await Blob(hostId, function).DownloadContentAsync(cancellationToken);
            return JsonSerializer.Deserialize(blob.Value.Content, StatusContext.Default.TimerStatus);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
        catch (JsonException)
        {
            // A torn or foreign status is as good as none: the timer starts anew.
            return null;
        }
    }

    public async Task WriteAsync(string hostId, string function, TimerStatus status, CancellationToken cancellationToken)
    {
        var content = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(status, StatusContext.Default.TimerStatus));
        try
        {
            await Blob(hostId, function).UploadAsync(content, overwrite: true, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == "ContainerNotFound")
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await Blob(hostId, function).UploadAsync(content, overwrite: true, cancellationToken);
        }
    }

    private BlobClient Blob(string hostId, string function) => _container.GetBlobClient($"timers/{hostId}/Host.Functions.{function}/status");

    [JsonSerializable(typeof(TimerStatus))]
    private sealed partial class StatusContext : JsonSerializerContext;
}
