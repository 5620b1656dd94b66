using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>How far a validator's weights have been set on one subnet, and why not further.</summary>
public sealed record SubmittedWeights
{
    public required ushort Netuid { get; init; }

    /// <summary>By stream, the slot whose state the weights that are set come from; empty when none were set.</summary>
    public IReadOnlyDictionary<string, RoundSlot> Submitted { get; init; } = new Dictionary<string, RoundSlot>();

    /// <summary>By stream, when its part of the weights was brought up to date last: each has a cadence of its own.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Renewed { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>What is set, by uid; empty when none were.</summary>
    public IReadOnlyList<UidWeight> Weights { get; init; } = [];

    /// <summary>When weights were set last; null when never.</summary>
    public DateTimeOffset? SetAt { get; init; }

    /// <summary>Why the last attempt failed; null when it did not, or only came too early for the subnet's rate limit.</summary>
    public string? Failure { get; init; }

    /// <summary>Attempts in a row that set nothing.</summary>
    public int Failures { get; init; }

    /// <summary>Nothing is tried before; null when the last attempt set weights.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The row of schema 2, under the netuid alone, which the next write takes the place of; empty where there is none.</summary>
    internal IReadOnlyList<TableEntity> Former { get; init; } = [];

    /// <summary>The stored row's version; empty when there is none yet.</summary>
    public string Version { get; init; } = "";
}
