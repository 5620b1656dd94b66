using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor;

/// <summary>A commitment that waits to be revealed.</summary>
/// <param name="Hash">Hex.</param>
/// <param name="FirstRevealBlock">Revealing before it is too early.</param>
/// <param name="LastRevealBlock">Revealing after it is too late.</param>
public sealed record WeightCommit(string Hash, ulong CommitBlock, ulong FirstRevealBlock, ulong LastRevealBlock)
{
    /// <summary>Whether the block after the newest one cannot take the weights yet.</summary>
    /// <param name="head">The newest block.</param>
    public bool IsTooEarly(ulong head) => head + 1 < FirstRevealBlock;

    /// <summary>Whether the block after the newest one cannot take the weights any more.</summary>
    /// <param name="head">The newest block.</param>
    public bool IsTooLate(ulong head) => head + 1 > LastRevealBlock;

    internal static WeightCommit From(ScaleValue value)
    {
        var items = value.AsItems();
        return new WeightCommit(
            Hex.Encode(items[0].AsBytes()),
            (ulong)items[1].AsNumber(),
            (ulong)items[2].AsNumber(),
            (ulong)items[3].AsNumber());
    }
}
