using System.Buffers;

namespace Tsps.Bittensor.Dendrite;

/// <summary>The body of an answer: never more than is allowed, no more than has arrived whatever length was announced, and without the echo of what was sent.</summary>
internal sealed class AnswerBody : IDisposable
{
    private const int ChunkSize = 64 << 10;

    private readonly PooledBuffer _bytes = new(ChunkSize);

    private AnswerBody()
    {
    }

    /// <summary>Length as it came, after decompression.</summary>
    public long Length { get; private set; }

    /// <summary>Gone with <see cref="Dispose"/>; <see cref="EchoFilter.Mark"/> stands for <c>echo</c>.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.Written;

    /// <param name="echo">Base64 of a tensor that was sent; may be empty.</param>
    /// <exception cref="AnswerTooLongException">The answer is longer than <paramref name="maxBytes"/>.</exception>
    public static async Task<AnswerBody> ReadAsync(HttpContent content, ReadOnlyMemory<byte> echo, int maxBytes, CancellationToken cancellationToken)
    {
        var body = new AnswerBody();
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            var filter = new EchoFilter(body._bytes, echo);
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (await stream.ReadAsync(chunk, cancellationToken) is > 0 and var read)
            {
                body.Length += read;
                if (body.Length > maxBytes)
                {
                    throw new AnswerTooLongException(maxBytes);
                }

                filter.Add(chunk.AsSpan(0, read));
            }

            filter.Complete();
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    public void Dispose() => _bytes.Dispose();
}
