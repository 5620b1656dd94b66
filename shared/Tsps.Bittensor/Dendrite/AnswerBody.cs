using System.Buffers;

namespace Tsps.Bittensor.Dendrite;

/// <summary>The body of an answer: never more than is allowed, no more than has arrived whatever length was announced, and without the echo of what was sent.</summary>
internal sealed class AnswerBody : IDisposable
{
    private const int ChunkSize = 64 << 10;

    private readonly PooledBuffer _bytes = new(ChunkSize);

    private readonly AnswerRoom _room;
    private long _taken;

    private AnswerBody(AnswerRoom room) => _room = room;

    /// <summary>Length as it came, after decompression.</summary>
    public long Length { get; private set; }

    /// <summary>Gone with <see cref="Dispose"/>; <see cref="EchoFilter.Mark"/> stands for <c>echo</c>.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.Written;

    /// <param name="echo">Base64 of a tensor that was sent; may be empty.</param>
    /// <param name="maxBytes">Bytes that may arrive.</param>
    /// <param name="room">
    /// Where what is held beyond <see cref="AnswerRoom.Allowance"/> is taken from. It is given back here only when there is no answer in the end,
    /// since what is read from an answer lives as long as the query.
    /// </param>
    /// <exception cref="AnswerTooLongException">The answer is longer than <paramref name="maxBytes"/>, or there is no room to hold it.</exception>
    public static async Task<AnswerBody> ReadAsync(HttpContent content, ReadOnlyMemory<byte> echo, int maxBytes, AnswerRoom room, CancellationToken cancellationToken)
    {
        var body = new AnswerBody(room);
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
                    throw AnswerTooLongException.Beyond(maxBytes);
                }

                filter.Add(chunk.AsSpan(0, read));
                body.TakeRoom();
            }

            filter.Complete();
            body.TakeRoom();
            return body;
        }
        catch
        {
            room.Give(body._taken);
            body.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    public void Dispose() => _bytes.Dispose();

    private void TakeRoom()
    {
        var more = _bytes.Length - AnswerRoom.Allowance - _taken;
        if (more <= 0)
        {
            return;
        }

        if (!_room.TryTake(more))
        {
            throw AnswerTooLongException.WithoutRoom(_bytes.Length);
        }

        _taken += more;
    }
}
