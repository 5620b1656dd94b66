using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Tsps.Domain;

namespace Tsps.Bittensor.Tests.Dendrite;

/// <summary>A peer on loopback that reads requests to their end and then does what the test says, byte for byte.</summary>
internal sealed class LoopbackPeer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<byte[]> _requests = new();
    private readonly Func<Connection, Task> _play;
    private readonly Task _accepting;

    /// <param name="address">Where it listens; 127.0.0.1 unless said otherwise.</param>
    public LoopbackPeer(Func<Connection, Task> play, IPAddress? address = null)
    {
        _play = play;
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public AxonEndpoint Endpoint
    {
        get
        {
            var local = (IPEndPoint)_listener.LocalEndpoint;
            return new AxonEndpoint(local.Address, local.Port);
        }
    }

    /// <summary>Whole requests, in the order in which they came.</summary>
    public IReadOnlyList<byte[]> Requests => [.. _requests];

    /// <summary>Answers every request with these bytes and keeps the connection.</summary>
    public static LoopbackPeer Answering(byte[] answer, IPAddress? address = null) => new(async connection => await connection.SendAsync(answer), address);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var connection = new Connection(socket, _stop.Token);
                while (!connection.IsClosed && await connection.ReadRequestAsync() is { Length: > 0 } request)
                {
                    _requests.Enqueue(request);
                    await _play(connection);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The test is over, or the other side has gone.
            }
        }
    }

    internal sealed class Connection(Socket socket, CancellationToken stop)
    {
        public bool IsClosed { get; private set; }

        /// <summary>The request that waits for its answer.</summary>
        public byte[] Request { get; private set; } = [];

        public async Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await socket.SendAsync(bytes, stop)..];
            }
        }

        public Task WaitAsync(TimeSpan time) => Task.Delay(time, stop);

        public void Close()
        {
            IsClosed = true;
            socket.Shutdown(SocketShutdown.Send);
        }

        public void Reset()
        {
            IsClosed = true;
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }

        public async Task<byte[]> ReadRequestAsync()
        {
            var received = new MemoryStream();
            var buffer = new byte[64 << 10];
            var wanted = long.MaxValue;
            while (received.Length < wanted && await socket.ReceiveAsync(buffer, stop) is > 0 and var read)
            {
                received.Write(buffer, 0, read);
                wanted = wanted == long.MaxValue ? WantedLength(received.GetBuffer().AsSpan(0, (int)received.Length)) : wanted;
            }

            return Request = received.ToArray();
        }

        private static long WantedLength(ReadOnlySpan<byte> bytes)
        {
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return long.MaxValue;
            }

            var head = System.Text.Encoding.Latin1.GetString(bytes[..end]);
            var length = head.Split("\r\n").First(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase)).Split(' ')[1];
            return end + 4 + long.Parse(length, System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
