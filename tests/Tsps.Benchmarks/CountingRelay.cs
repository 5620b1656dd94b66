using System.Net;
using System.Net.Sockets;

namespace Tsps.Benchmarks;

/// <summary>Stands between a client and a server on this machine and counts the bytes of every connection.</summary>
internal sealed class CountingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;
    private long _received;
    private long _sent;

    public CountingRelay(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Uri => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Bytes from the server since the last call, and to it.</summary>
    public (long Received, long Sent) Take() => (Interlocked.Exchange(ref _received, 0), Interlocked.Exchange(ref _sent, 0));

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // Disposed of.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        {
            using var server = new TcpClient { NoDelay = true };
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _port);
            var (near, far) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(CopyAsync(far, near, count => Interlocked.Add(ref _received, count)), CopyAsync(near, far, count => Interlocked.Add(ref _sent, count)));
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, Action<int> count)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and var read)
            {
                await to.WriteAsync(buffer.AsMemory(0, read));
                count(read);
            }
        }
        catch (IOException)
        {
            // One side has closed.
        }
    }
}
