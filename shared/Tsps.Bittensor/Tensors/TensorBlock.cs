namespace Tsps.Bittensor.Tensors;

/// <summary>A tensor as it stands in a synapse's JSON: its buffer is not decoded before <see cref="TensorCodec.Decode"/>.</summary>
/// <remarks>A block read from a body refers to that body's memory, which must live as long as the block.</remarks>
public sealed class TensorBlock
{
    /// <param name="buffer">Base64 of a MessagePack map as ASCII bytes, as msgpack-numpy writes it; null as some peers send it, which no one can decode.</param>
    /// <param name="shape">Not empty; <c>[0]</c> stands for "as the buffer says", -1 in one place for "what remains".</param>
    /// <exception cref="ArgumentException">The shape is empty.</exception>
    public TensorBlock(ReadOnlyMemory<byte>? buffer, TensorDtype dtype, TensorDtypeSpelling spelling, IReadOnlyList<long> shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Count == 0)
        {
            throw new ArgumentException("The shape of a tensor block is never empty: a scalar is written with shape [0].", nameof(shape));
        }

        Buffer = buffer;
        Dtype = dtype;
        Spelling = spelling;
        Shape = shape;
    }

    public ReadOnlyMemory<byte>? Buffer { get; }

    public TensorDtype Dtype { get; }

    public TensorDtypeSpelling Spelling { get; }

    public IReadOnlyList<long> Shape { get; }

    /// <summary>The same tensor for a peer that spells element types in its own way; the buffer is shared.</summary>
    public TensorBlock WithSpelling(TensorDtypeSpelling spelling) =>
        spelling == Spelling ? this : new TensorBlock(Buffer, Dtype, spelling, Shape);
}
