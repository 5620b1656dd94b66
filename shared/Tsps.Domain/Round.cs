namespace Tsps.Domain;

/// <summary>One question of the validator to all miners of a stream.</summary>
public sealed record Round
{
    public required string StreamId { get; init; }

    public required RoundSlot Slot { get; init; }

    public required RoundState State { get; init; }

    /// <summary>When the miners are to be asked: drawn at random within the slot's window.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The request's uuid, drawn when the round is planned, so that asking again after a crash is the same request.</summary>
    public required Guid RequestUuid { get; init; }

    /// <summary>Unix milliseconds at which the question was put together; 0 before.</summary>
    public long StartMs { get; init; }

    /// <summary>Unix milliseconds at which the last forecast interval ends; 0 before the round is asked.</summary>
    public long EndMs { get; init; }

    /// <summary>How many miners were asked.</summary>
    public int AskedCount { get; init; }

    /// <summary>How many answers were kept.</summary>
    public int ReceivedCount { get; init; }

    /// <summary>When the miners were told the true closes (LiveBackward); null when they were not.</summary>
    public DateTimeOffset? ClosesSentAt { get; init; }

    /// <summary>Why the round is void or missed; otherwise null.</summary>
    public string? Reason { get; init; }

    /// <summary>When <see cref="State"/> last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The stored row's version; empty for a round not stored yet. A write succeeds only against the version that was read.</summary>
    public string Version { get; init; } = "";
}
