using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>
/// How a round ended: the document <c>scores.json</c>, written once and never changed. It is what decides; rows are made from it. It names
/// the scored round before it, so that the documents form a chain from which every score can be computed again. Schema 1 knew no void rounds,
/// no <see cref="ScoredAtMs"/> and no <see cref="Unregistered"/>; schema 2 no <see cref="Subnet"/>.
/// </summary>
public sealed record RoundScores : IStoredDocument
{
    public static int LatestSchema => 3;

    public int Schema { get; init; } = LatestSchema;

    public required string StreamId { get; init; }

    /// <summary>The slot's key, <c>yyyyMMddHHmm</c> UTC.</summary>
    public required string Slot { get; init; }

    public required Guid RequestUuid { get; init; }

    /// <summary>The slot whose state this round started from; null for the first round ever, or on another subnet than the rounds before.</summary>
    public required string? PreviousSlot { get; init; }

    /// <summary>Whose miners the scores are of; null for a void round, or where it is not known.</summary>
    public Subnet? Subnet { get; init; }

    /// <summary>Unix milliseconds at which it was scored; null where schema 1 did not keep it.</summary>
    public long? ScoredAtMs { get; init; }

    /// <summary>Why the round is void: then nothing in it was scored, and the state stays that of <see cref="PreviousSlot"/>. Null for a scored one.</summary>
    public string? VoidReason { get; init; }

    /// <summary>Name of the scoring profile, such as <c>v4</c>.</summary>
    public required string Profile { get; init; }

    /// <summary>Name of the candle source that the truth came from.</summary>
    public required string TruthSource { get; init; }

    /// <summary>The true closes in USD, in forecast order.</summary>
    public required IReadOnlyList<double> TruthCloses { get; init; }

    /// <summary>Hotkeys that left the state before this round moved it, since the metagraph has them no more.</summary>
    public required IReadOnlyList<string> Deregistered { get; init; }

    /// <summary>Hotkeys with a usable answer that took no part, since the metagraph had them no more.</summary>
    /// <remarks>The serializer gives null for what schema 1 did not write.</remarks>
    public IReadOnlyList<string> Unregistered { get; init => field = value ?? []; } = [];

    /// <summary>Geometric mean of the truth's two percentiles: how much this round counts.</summary>
    public required double GeometricMean { get; init; }

    /// <summary>The miners scored, in scoring order.</summary>
    public required IReadOnlyList<MinerScore> Miners { get; init; }

    /// <summary>The smoothed scores after this round, in the state's order.</summary>
    public required IReadOnlyList<StateEntry> State { get; init; }

    /// <inheritdoc/>
    string? IStoredDocument.FindDamage() =>
        StoredHotkeys.FindDamage("its miners", Miners, miner => miner.Hotkey) ?? StoredHotkeys.FindDamage("the entries of its state", State, entry => entry.Hotkey);
}
