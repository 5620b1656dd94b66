using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>Where a stream's chain of scores ends.</summary>
public sealed record ScoreHead
{
    public required string StreamId { get; init; }

    /// <summary>The slot scored last; null when none was.</summary>
    public RoundSlot? LastScored { get; init; }

    /// <summary>Whose miners those scores are of; null when none were scored, or where an earlier version did not store it.</summary>
    public Subnet? Subnet { get; init; }

    /// <summary>The document of the weights that follow from <see cref="LastScored"/>, where this run has just made it, so that it need not be read; not stored here.</summary>
    public RoundWeights? Weights { get; init; }

    /// <summary>The stored row's version; empty when there is none yet.</summary>
    public string Version { get; init; } = "";
}
