namespace Tsps.Storage;

/// <summary>What one miner answered.</summary>
/// <param name="Hotkey">The SS58 address in the metagraph at the time.</param>
/// <param name="StatusCode">As the dendrite saw it; null when the answer had none.</param>
/// <param name="ProcessSeconds">Seconds of the whole exchange; null when it failed.</param>
/// <param name="Precision">The numeric type of the answer's tensor, such as <c>float64</c>; null without one.</param>
/// <param name="Closes">The forecast closes in USD; null when there was no usable answer.</param>
/// <param name="Refusal">Why the answer is not used; null when it is.</param>
public sealed record MinerReply(
    string Hotkey,
    ushort Uid,
    int? StatusCode,
    string? StatusMessage,
    double? ProcessSeconds,
    string? Precision,
    IReadOnlyList<double>? Closes,
    string? Refusal)
{
    public MinerContact Contact { get; init; }
}
