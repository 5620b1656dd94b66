using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>A web-socket server on this machine that answers as a test tells it.</summary>
internal sealed class LoopbackNode : IAsyncDisposable
{
    private const string Genesis = "0x4545454545454545454545454545454545454545454545454545454545454545";

    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<LoopbackCall, Task> _answer;
    private readonly ConcurrentQueue<JsonElement> _requests = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private int _accepted;

    /// <param name="answer">Called with each request; it may answer, say nothing, or cut the connection.</param>
    public LoopbackNode(Func<LoopbackCall, Task> answer)
    {
        _answer = answer;
        Port = FreePort.Find();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public Uri Uri => new($"ws://127.0.0.1:{Port}");

    /// <summary>How many connections were made so far.</summary>
    public int Accepted => _accepted;

    /// <summary>Every request as it came.</summary>
    public IReadOnlyCollection<JsonElement> Requests => _requests;

    /// <summary>Answers what every client asks first, and hands on the rest.</summary>
    public static Func<LoopbackCall, Task> Knowing(Func<LoopbackCall, Task> rest, string genesis = Genesis) =>
        call => call.Method == "chain_getBlockHash" && call.Parameters is [{ ValueKind: JsonValueKind.Number } number] && number.GetUInt64() == 0
            ? call.AnswerAsync($"\"{genesis}\"")
            : rest(call);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            _listener.Close();
        }
        catch (ObjectDisposedException)
        {
            // A connection ended by itself just as the listener wanted to end it.
        }

        await _accepting;
        await Task.WhenAll(_connections);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var socket = (await context.AcceptWebSocketAsync(null)).WebSocket;
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(socket));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or WebSocketException)
            {
                // The listener was closed, or a client went away while it connected.
            }
        }
    }

    private async Task ServeAsync(WebSocket socket)
    {
        using (socket)
        {
            try
            {
                while (await ReceiveAsync(socket) is { } text)
                {
                    using var document = JsonDocument.Parse(text);
                    var request = document.RootElement.Clone();
                    _requests.Enqueue(request);
                    await _answer(new LoopbackCall(socket, request, _stopping.Token));
                }
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The connection was cut, by the test or by the client.
            }
        }
    }

    private async Task<string?> ReceiveAsync(WebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, _stopping.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message.ToArray());
            }
        }
    }
}
