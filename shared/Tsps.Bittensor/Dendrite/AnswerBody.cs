using System.Buffers;

namespace Tsps.Bittensor.Dendrite;

/// <summary>The body of an answer in pooled memory, never more than is allowed, and no more than has arrived whatever length was announced.</summary>
internal sealed class AnswerBody : IDisposable
{
    private const int FirstSize = 16 << 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);

    private AnswerBody()
    {
    }

    public int Length { get; private set; }

    /// <summary>Gone with <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

    /// <exception cref="AnswerTooLongException">The answer is longer than <paramref name="maxBytes"/>.</exception>
    public static async Task<AnswerBody> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var body = new AnswerBody();
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (await stream.ReadAsync(body.Free(maxBytes), cancellationToken) is > 0 and var read)
            {
                body.Length += read;
                if (body.Length > maxBytes)
                {
                    throw new AnswerTooLongException(maxBytes);
                }
            }

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
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>One byte more than allowed may come in, to see that there are more.</summary>
    private Memory<byte> Free(int maxBytes)
    {
        if (Length == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * Length, maxBytes + 1L));
            Bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsMemory(Length);
    }
}
