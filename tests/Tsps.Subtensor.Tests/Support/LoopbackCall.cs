using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>A request that waits for what a test makes of it.</summary>
internal sealed class LoopbackCall(WebSocket socket, JsonElement request, CancellationToken stopping)
{
    /// <summary>The request as it came.</summary>
    public string Text => request.GetRawText();

    public string Method => request.Text("method");

    public IReadOnlyList<JsonElement> Parameters => [.. request.GetProperty("params").EnumerateArray()];

    public string Id => request.TryGetProperty("id", out var id) ? id.GetRawText() : "null";

    /// <param name="json">The result, or null for the result null.</param>
    public Task AnswerAsync(string? json) => SendAsync($$"""{"jsonrpc":"2.0","id":{{Id}},"result":{{json ?? "null"}}}""");

    public Task FailAsync(int code, string message, string? data = null)
    {
        var added = data is null ? "" : $",\"data\":{JsonSerializer.Serialize(data)}";
        return SendAsync($$$"""{"jsonrpc":"2.0","id":{{{Id}}},"error":{"code":{{{code}}},"message":{{{JsonSerializer.Serialize(message)}}}{{{added}}}}}""");
    }

    /// <summary>Sends any frame.</summary>
    public Task SendAsync(string frame) => socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, stopping);

    /// <summary>Ends the connection without a word.</summary>
    public Task CutAsync()
    {
        socket.Abort();
        return Task.CompletedTask;
    }
}
