using System.Buffers;
using System.IO.Pipelines;
using System.Numerics;

namespace Tsps.Bittensor.Axon;

/// <summary>The bytes of a body, in a pooled buffer until disposed of; or why there are none.</summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>What is set aside for a body however long it is said to be; honest ones have half of it.</summary>
    private const int MaxFirstBufferSize = 1024 * 1024;

    private const int FirstBufferSize = 16 * 1024;

    private readonly AxonRequest _request;
    private readonly AxonOptions _options;
    private readonly BodyPlace _place;
    private PooledBuffer? _buffer;

    private RequestBody(AxonRequest request, BodyPlace place, AxonOptions options)
    {
        _request = request;
        _options = options;
        _place = place;
    }

    public AxonFailure? Failure { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _buffer?.Written ?? default;

    /// <summary>Reads to the end, but no more than the limit, no longer than the time limit, and only while it keeps its place.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public static async ValueTask<RequestBody> ReadAsync(AxonRequest request, BodyPlace place, AxonOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = new RequestBody(request, place, options);
        using var timeLimit = new CancellationTokenSource(options.BodyTimeout, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, place.SentAway, cancellationToken);
        try
        {
            body.Failure = await body.FillAsync(any.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            body.Failure = place.SentAway.IsCancellationRequested ? AxonFailures.Overloaded(options.RetryAfter) : AxonFailures.BodyTooSlow(options.BodyTimeout);
        }
        catch (IOException broken)
        {
            body.Failure = AxonFailures.BodyBroken(body.Bytes.Length, broken.Message);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        return body;
    }

    public void Dispose() => _buffer?.Dispose();

    private async ValueTask<AxonFailure?> FillAsync(CancellationToken cancellationToken)
    {
        // Pooled arrays have sizes of powers of two.
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(_request.DeclaredLength + 1 ?? FirstBufferSize, FirstBufferSize, MaxFirstBufferSize));
        if (!_place.TryHold(size))
        {
            return AxonFailures.Overloaded(_options.RetryAfter);
        }

        var buffer = _buffer = new PooledBuffer(size);
        return await CopyToAsync(buffer, cancellationToken).ConfigureAwait(false) is { } failure
            ? failure
            : _request.DeclaredLength is { } declared && buffer.Length < declared ? AxonFailures.BodyIncomplete(buffer.Length, declared) : null;
    }

    private async ValueTask<AxonFailure?> CopyToAsync(PooledBuffer buffer, CancellationToken cancellationToken)
    {
        // Kestrel takes a read that its own token cancelled for one that still runs, and fails over it when it reads what is left of the body.
        var body = _request.Body;
        await using var cancelling = cancellationToken.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), body).ConfigureAwait(false);
        while (true)
        {
            var read = await body.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (read.IsCanceled)
            {
                body.AdvanceTo(read.Buffer.Start);
                throw new OperationCanceledException(cancellationToken);
            }

            var failure = Copy(read.Buffer, buffer);
            body.AdvanceTo(read.Buffer.End);
            if (failure is not null || read.IsCompleted)
            {
                return failure;
            }
        }
    }

    private AxonFailure? Copy(ReadOnlySequence<byte> bytes, PooledBuffer buffer)
    {
        while (!bytes.IsEmpty)
        {
            var room = buffer.GetSpan();
            var taken = (int)Math.Min(room.Length, bytes.Length);
            bytes.Slice(0, taken).CopyTo(room);
            bytes = bytes.Slice(taken);
            buffer.Advance(taken);
            if (buffer.Length > _options.MaximumBodySize)
            {
                return AxonFailures.BodyTooLarge(_options.MaximumBodySize);
            }

            if (buffer.IsFull && !_place.TryHold(buffer.Length))
            {
                return AxonFailures.Overloaded(_options.RetryAfter);
            }
        }

        return null;
    }
}
