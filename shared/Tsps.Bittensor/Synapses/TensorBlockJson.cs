using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Synapses;

/// <summary>The JSON object of a tensor block, read as leniently as the SDKs do (wire specification, section 3).</summary>
internal static class TensorBlockJson
{
    private const int MaxRank = 64;

    /// <summary>Of a printed shape; more than that many lengths take.</summary>
    private const int MaxShapeBytes = 4096;

    private static readonly DtypeName[] Names = Array.ConvertAll(Enum.GetValues<TensorDtype>(), dtype => new DtypeName(dtype));

    public static string NameOf(TensorDtype dtype, TensorDtypeSpelling spelling) =>
        spelling == TensorDtypeSpelling.Torch ? Names[(int)dtype].Torch : Names[(int)dtype].Bare;

    /// <param name="reader">Stands on the first token of the value; ends on the last.</param>
    /// <param name="body">What the reader reads from; the block's buffer refers to it.</param>
    /// <exception cref="SynapseFormatException">The value is no tensor block.</exception>
    public static TensorBlock Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, string member, TensorLimits limits)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Wrong(member, "is no tensor: an object with buffer, dtype and shape is wanted");
        }

        ReadOnlyMemory<byte>? buffer = null;
        (TensorDtype Dtype, TensorDtypeSpelling Spelling)? dtype = null;
        long[]? shape = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("buffer"u8))
            {
                reader.Read();
                buffer = ReadBuffer(ref reader, body, member, limits);
            }
            else if (reader.ValueTextEquals("dtype"u8))
            {
                reader.Read();
                dtype = ReadDtype(ref reader) ?? throw Wrong(member, "has an unknown dtype: float64 or torch.float64 is meant mostly");
            }
            else if (reader.ValueTextEquals("shape"u8))
            {
                reader.Read();
                shape = ReadShape(ref reader) ?? throw Wrong(member, "has a shape that is no list of 1 to 64 integers");
            }
            else
            {
                reader.Skip();
            }
        }

        return dtype is { } type && shape is not null
            ? new TensorBlock(buffer, type.Dtype, type.Spelling, shape)
            : throw Wrong(member, "lacks dtype or shape");
    }

    private static ReadOnlyMemory<byte>? ReadBuffer(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, string member, TensorLimits limits)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String when !reader.ValueIsEscaped:
                return body.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
            case JsonTokenType.String:
                return Unescape(ref reader, member, limits);
            default:
                throw Wrong(member, "has a buffer that is no text");
        }
    }

    /// <summary>The one case in which the text is copied; it is checked first how long it gets.</summary>
    private static ReadOnlyMemory<byte> Unescape(ref Utf8JsonReader reader, string member, TensorLimits limits)
    {
        var length = UnescapedLength(reader.ValueSpan);
        if (!limits.Allows(length))
        {
            throw Wrong(member, $"has a buffer of {length} characters, which is larger than {limits.MaxElements} elements need");
        }

        var room = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return room.AsSpan(0, reader.CopyString(room)).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>An upper bound: a short escape such as <c>\/</c> is one byte, a long one three at most.</summary>
    private static int UnescapedLength(ReadOnlySpan<byte> text)
    {
        const int ShortEscape = 2;
        const int LongEscape = 6;
        const int LongestCharacter = 3;
        var length = 0;
        for (var next = text.IndexOf((byte)'\\'); next >= 0 && next + 1 < text.Length; next = text.IndexOf((byte)'\\'))
        {
            var isLong = text[next + 1] == 'u';
            length += next + (isLong ? LongestCharacter : 1);
            text = text[Math.Min(text.Length, next + (isLong ? LongEscape : ShortEscape))..];
        }

        return length + text.Length;
    }

    private static (TensorDtype Dtype, TensorDtypeSpelling Spelling)? ReadDtype(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return null;
        }

        foreach (var name in Names)
        {
            if (reader.ValueTextEquals(name.Utf8Torch))
            {
                return (name.Dtype, TensorDtypeSpelling.Torch);
            }

            if (reader.ValueTextEquals(name.Utf8Bare))
            {
                return (name.Dtype, TensorDtypeSpelling.Bare);
            }
        }

        return null;
    }

    private static long[]? ReadShape(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.ValueSpan.Length <= MaxShapeBytes ? ParseShape(reader.GetString()) : null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        Span<long> lengths = stackalloc long[MaxRank];
        var rank = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (rank == MaxRank || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out lengths[rank++]))
            {
                return null;
            }
        }

        return rank == 0 ? null : lengths[..rank].ToArray();
    }

    /// <summary>The printed forms <c>[2, 3]</c> and <c>torch.Size([2, 3])</c>.</summary>
    private static long[]? ParseShape(string? text)
    {
        var open = text?.IndexOf('[', StringComparison.Ordinal) ?? -1;
        var close = open < 0 ? -1 : text!.IndexOf(']', open);
        if (close < 0)
        {
            return null;
        }

        var parts = text![(open + 1)..close].Split(',', MaxRank + 1);
        var lengths = new long[parts.Length];
        for (var i = 0; i < lengths.Length; i++)
        {
            if (i == MaxRank || !long.TryParse(parts[i], NumberStyles.Integer, CultureInfo.InvariantCulture, out lengths[i]))
            {
                return null;
            }
        }

        return lengths;
    }

    private static SynapseFormatException Wrong(string member, string what) =>
        new(SynapseBodyFault.WrongTensor, $"The member '{member}' {what}.");

    private sealed class DtypeName
    {
        public DtypeName(TensorDtype dtype)
        {
            Dtype = dtype;
            Bare = dtype.ToString().ToLowerInvariant();
            Torch = "torch." + Bare;
            Utf8Bare = Encoding.ASCII.GetBytes(Bare);
            Utf8Torch = Encoding.ASCII.GetBytes(Torch);
        }

        public TensorDtype Dtype { get; }

        public string Bare { get; }

        public string Torch { get; }

        public byte[] Utf8Bare { get; }

        public byte[] Utf8Torch { get; }
    }
}
