namespace Tsps.Subtensor;

/// <summary>Where an extrinsic came to lie in the chain.</summary>
/// <param name="ExtrinsicHash">BLAKE2b-256 of its bytes, hex.</param>
/// <param name="BlockHash">Hex.</param>
/// <param name="IsFinalized">Whether the block was final when this was written.</param>
public sealed record ExtrinsicReceipt(string ExtrinsicHash, ulong BlockNumber, string BlockHash, int Index, bool IsFinalized)
{
    /// <summary>What it did, in the words of the runtime's events, such as <c>SubtensorModule.WeightsSet(1, 3)</c>.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];
}
