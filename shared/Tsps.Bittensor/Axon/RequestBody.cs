namespace Tsps.Bittensor.Axon;

/// <summary>The bytes of a body, in a pooled buffer until disposed of; or why there are none.</summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>What is set aside for a body however long it is said to be; honest ones have half of it.</summary>
    private const int MaxFirstBufferSize = 1024 * 1024;

    private const int FirstBufferSize = 16 * 1024;

    private readonly PooledBuffer _buffer;

    private RequestBody(long? declaredLength) =>
        _buffer = new PooledBuffer((int)Math.Clamp(declaredLength + 1 ?? FirstBufferSize, FirstBufferSize, MaxFirstBufferSize));

    public AxonFailure? Failure { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _buffer.Written;

    /// <summary>Reads to the end, but no more than the limit, and for no longer than the time limit.</summary>
    public static async ValueTask<RequestBody> ReadAsync(AxonRequest request, AxonOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = new RequestBody(request.DeclaredLength);
        using var timeLimit = new CancellationTokenSource(options.BodyTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, cancellationToken);
        try
        {
            await body.FillAsync(request.Body, options.MaximumBodySize, either.Token).ConfigureAwait(false);
            body.Failure ??= request.DeclaredLength is { } declared && body._buffer.Length < declared ? AxonFailures.BodyIncomplete(body._buffer.Length, declared) : null;
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

    public void Dispose() => _buffer.Dispose();

    private async ValueTask FillAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(_buffer.GetMemory(), cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            _buffer.Advance(read);
            if (_buffer.Length > limit)
            {
                Failure = AxonFailures.BodyTooLarge(limit);
                return;
            }
        }
    }
}
