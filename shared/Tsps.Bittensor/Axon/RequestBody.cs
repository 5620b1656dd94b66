using System.Buffers;

namespace Tsps.Bittensor.Axon;

/// <summary>The bytes of a body, in a pooled buffer until disposed of; or why there are none.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstBufferSize = 16 * 1024;

    private byte[] _buffer;
    private int _length;

    private RequestBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public AxonFailure? Failure { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads to the end, but no more than the limit, and for no longer than the time limit. The buffer grows with what arrives, not with what was announced.</summary>
    public static async ValueTask<RequestBody> ReadAsync(AxonRequest request, AxonOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = new RequestBody((int)Math.Min(request.DeclaredLength + 1 ?? FirstBufferSize, FirstBufferSize));
        using var timeLimit = new CancellationTokenSource(options.BodyTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, cancellationToken);
        try
        {
            await body.FillAsync(request.Body, options.MaximumBodySize, either.Token).ConfigureAwait(false);
            body.Failure ??= request.DeclaredLength is { } declared && body._length < declared ? AxonFailures.BodyIncomplete(body._length, declared) : null;
            return body;
        }
        catch (OperationCanceledException) when (timeLimit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            body.Failure = AxonFailures.BodyTooSlow(options.BodyTimeout);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask FillAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            _length += read;
            if (_length > limit)
            {
                Failure = AxonFailures.BodyTooLarge(limit);
                return;
            }

            if (_length == _buffer.Length)
            {
                Grow();
            }
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(_buffer.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
