namespace Tsps.Storage;

/// <summary>
/// The weights that the state after a round gives: the document <c>weights.json</c>, written once and never changed, so that a submission
/// which fails can be made again with the same, and audited later.
/// </summary>
public sealed record RoundWeights : IStoredDocument
{
    public static int LatestSchema => 1;

    public int Schema { get; init; } = LatestSchema;

    public required string StreamId { get; init; }

    /// <summary>The key of the slot whose state they come from.</summary>
    public required string Slot { get; init; }

    /// <summary>Name of the scoring profile, such as <c>v4</c>.</summary>
    public required string Profile { get; init; }

    /// <summary>The chain's block at which <see cref="Registered"/> was read; 0 for the local registry.</summary>
    public required ulong Block { get; init; }

    /// <summary>The hotkeys of the state that the metagraph had, with their uids then, in the state's order. The others have no weight.</summary>
    public required IReadOnlyList<RegisteredHotkey> Registered { get; init; }

    /// <summary>The miners above the lower bound, in the state's order.</summary>
    public required IReadOnlyList<WeightEntry> Weights { get; init; }

    /// <inheritdoc/>
    string? IStoredDocument.FindDamage() =>
        StoredHotkeys.FindDamage("its registered hotkeys", Registered, entry => entry.Hotkey) ?? StoredHotkeys.FindDamage("its weights", Weights, entry => entry.Hotkey);
}
