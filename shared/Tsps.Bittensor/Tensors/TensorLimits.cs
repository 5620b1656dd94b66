namespace Tsps.Bittensor.Tensors;

/// <summary>How much of a peer's tensor is decoded at most; checked before anything is allocated.</summary>
/// <param name="MaxElements">Elements of one tensor. The largest honest one is the samples: 5 x 8640.</param>
public sealed record TensorLimits(int MaxElements)
{
    /// <summary>Room for keys, types and padding around the elements.</summary>
    private const long Overhead = 4096;

    private const long LargestElement = 16;

    public static TensorLimits Default { get; } = new(1 << 20);

    internal bool Allows(long base64Length) => (base64Length / 4 * 3) <= (MaxElements * LargestElement) + Overhead;
}
