using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>
/// One submission of weights: all that it takes to compute them again. It is stored before anything is sent, so that none that the chain has heard of is
/// lost, and completed afterwards.
/// </summary>
public sealed record SentWeights
{
    public required ushort Netuid { get; init; }

    /// <summary>When they were computed, right before they were sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Tells submissions of one moment apart.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>The chain, or the local registry.</summary>
    public required string Network { get; init; }

    /// <summary>The subnet's mechanism.</summary>
    public required byte Mechanism { get; init; }

    /// <summary>The rounds whose weights were combined, one a stream.</summary>
    public required IReadOnlyList<SentRound> Rounds { get; init; }

    /// <summary>What had changed in the metagraph since those were computed.</summary>
    public required IReadOnlyList<MovedHotkey> Moved { get; init; }

    /// <summary>The combined weights, before they were made to fit the subnet's rules.</summary>
    public required IReadOnlyList<UidWeight> Computed { get; init; }

    /// <summary>
    /// What became of them, such as <c>Set</c>, <c>Committed</c>, <c>TooEarly</c> or <c>Failed</c>; null until that is known: where that stays so, the
    /// validator was ended in between, and the chain may have them.
    /// </summary>
    public string? Outcome { get; init; }

    /// <summary>The outcome in words; null until it is known.</summary>
    public string? Note { get; init; }

    /// <summary>What the chain got, or a commitment to it; null when it got nothing, or that is not known.</summary>
    public IReadOnlyList<UidWeight>? Weights { get; init; }

    /// <summary>The version key that was sent beside them.</summary>
    public ulong? VersionKey { get; init; }

    /// <summary>The largest share of one weight that they were made to fit, of 65535.</summary>
    public ushort? MaxWeightsLimit { get; init; }

    /// <summary>The validator's uid.</summary>
    public ushort? OwnUid { get; init; }

    /// <summary>As the result says: the block that took them, or in which they are revealed.</summary>
    public ulong? Block { get; init; }

    /// <summary>The stored row's version; empty for one not stored yet.</summary>
    public string Version { get; init; } = "";
}
