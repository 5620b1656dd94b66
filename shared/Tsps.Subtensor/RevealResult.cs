using System.Globalization;

namespace Tsps.Subtensor;

/// <summary>What became of one commitment to weights.</summary>
/// <param name="Committed">The block that has it; when unknown, the block at which it was prepared.</param>
/// <param name="Block">The block with the weights when revealed, the first that takes them when waiting, else the last that did or does.</param>
/// <param name="Reason">Why the last attempt failed; null when none did.</param>
public sealed record RevealResult(RevealOutcome Outcome, ulong Committed, ulong Block, string? Reason = null)
{
    /// <summary>A sentence for commands.</summary>
    public override string ToString() => Outcome switch
    {
        RevealOutcome.Revealed => Text($"Weights committed in block {Committed} are revealed in block {Block}."),
        RevealOutcome.Waiting => Text($"Weights committed in block {Committed} may be revealed from block {Block} on."),
        RevealOutcome.Refused => Text($"Weights committed in block {Committed} were refused, and may be revealed until block {Block}: {Reason}"),
        RevealOutcome.Lost => Text($"Weights committed in block {Committed} could be revealed until block {Block} and are lost{(Reason is null ? "." : ": ")}{Reason}"),
        _ => Text($"The chain does not wait for the weights prepared at block {Committed}.{(Reason is null ? "" : " The last attempt failed: ")}{Reason}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
