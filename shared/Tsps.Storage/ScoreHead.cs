using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>Where a stream's chain of scores ends, and up to where its weights have been set.</summary>
public sealed record ScoreHead
{
    public required string StreamId { get; init; }

    /// <summary>The slot scored last; null when none was.</summary>
    public RoundSlot? LastScored { get; init; }

    /// <summary>The slot whose state the validator's weights come from; null when none were set.</summary>
    public RoundSlot? LastWeighted { get; init; }

    /// <summary>When the weights were set last; null when never.</summary>
    public DateTimeOffset? WeightsSetAt { get; init; }

    /// <summary>Why the last attempt to set weights failed; null when it did not.</summary>
    public string? WeightsFailure { get; init; }

    /// <summary>The stored row's version; empty when there is none yet.</summary>
    public string Version { get; init; } = "";
}
