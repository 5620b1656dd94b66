using Tsps.Bittensor.Dendrite;

namespace Tsps.Bittensor.Tests.Dendrite;

/// <summary>A connection without a socket: its other end takes every request, gives the same bytes and closes.</summary>
internal sealed class CannedConnection(ReadOnlyMemory<byte> answer) : Stream
{
    private ReadOnlyMemory<byte> _rest = answer;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The product's own handler, each of whose connections answers what is the answer at that time.</summary>
    public static SocketsHttpHandler HandlerOf(Func<ReadOnlyMemory<byte>> answer)
    {
        var handler = DendriteTransport.CreateHandler();
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        handler.ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new CannedConnection(answer()));
        return handler;
    }

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Write(byte[] buffer, int offset, int count)
    {
        // Whatever is asked, the answer is the same.
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
