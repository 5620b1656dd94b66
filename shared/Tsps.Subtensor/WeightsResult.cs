using System.Globalization;

namespace Tsps.Subtensor;

/// <summary>What became of weights, and until when.</summary>
/// <param name="Block">
/// The block that took them when set; the first block in which they are revealed when committed; the first block that takes them when too
/// early. 0 for the local registry, which has no blocks.
/// </param>
/// <param name="DrandRound">The drand round that opens a timelocked commitment.</param>
public sealed record WeightsResult(WeightsOutcome Outcome, ulong Block, ulong? DrandRound = null)
{
    /// <summary>What the subnet got; null when too early, since nothing was sent then.</summary>
    public WeightsSent? Sent { get; init; }

    /// <summary>What the chain knows the extrinsic by; null where none was sent.</summary>
    public string? ExtrinsicHash { get; init; }

    /// <summary>A sentence for logs and commands.</summary>
    public override string ToString() => Outcome switch
    {
        WeightsOutcome.Committed when DrandRound is { } round => Text($"committed; the chain opens them with drand round {round}, at about block {Block}"),
        WeightsOutcome.Committed => Text($"committed; to be revealed from block {Block} on"),
        WeightsOutcome.TooEarly => Text($"not sent, as the subnet's rate limit lasts until block {Block}"),
        _ => Block == 0 ? "set" : Text($"set in block {Block}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
