using System.Buffers;
using System.Buffers.Text;

namespace Tsps.Bittensor.Tensors;

/// <summary>Base64 as Python reads it: characters outside the alphabet are ignored, a complete padding ends the text, missing padding is an error.</summary>
internal static class LenientBase64
{
    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    /// <param name="destination">At least <c>Base64.GetMaxDecodedFromUtf8Length(text.Length)</c> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="TensorFormatException">The padding is missing or the text ends within a byte.</exception>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        if (Base64.DecodeFromUtf8(text, destination, out _, out var written) == OperationStatus.Done)
        {
            return written;
        }

        var cleaned = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            var length = Clean(text, cleaned);
            return Base64.DecodeFromUtf8(cleaned.AsSpan(0, length), destination, out _, out written) == OperationStatus.Done
                ? written
                : throw new TensorFormatException("The tensor's buffer is no base64: its padding is missing or wrong.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(cleaned);
        }
    }

    /// <summary>Reads the first bytes of a long text; fewer than <paramref name="destination"/> has room for when the text holds no more.</summary>
    /// <param name="destination">Three quarters of as many bytes as <paramref name="scratch"/>, whole groups of three.</param>
    public static int DecodeHead(ReadOnlySpan<byte> text, Span<byte> scratch, Span<byte> destination)
    {
        if (text.Length < scratch.Length
            || Base64.DecodeFromUtf8(text[..scratch.Length], destination, out _, out var written, isFinalBlock: false) != OperationStatus.Done)
        {
            var length = Clean(text, scratch);
            Base64.DecodeFromUtf8(scratch[..length], destination, out _, out written);
        }

        return written;
    }

    /// <summary>How many bytes a text holds without reading it; null when it has characters to ignore.</summary>
    public static long? CountBytes(ReadOnlySpan<byte> text)
    {
        var characters = text.TrimEnd((byte)'=');
        return characters.IndexOfAnyExcept(Alphabet) < 0 ? characters.Length * 3L / 4 : null;
    }

    /// <summary>Copies whole groups of four up to the first complete padding, as many as there is room for.</summary>
    private static int Clean(ReadOnlySpan<byte> text, Span<byte> cleaned)
    {
        var length = 0;
        var pads = 0;
        foreach (var character in text)
        {
            if (character == '=')
            {
                var inGroup = length % 4;
                pads++;
                if (inGroup >= 2 && inGroup + pads >= 4)
                {
                    cleaned[length..(length + 4 - inGroup)].Fill((byte)'=');
                    return length + 4 - inGroup;
                }
            }
            else if (Alphabet.Contains(character))
            {
                if (length == cleaned.Length)
                {
                    return length;
                }

                pads = 0;
                cleaned[length++] = character;
            }
        }

        return length;
    }
}
