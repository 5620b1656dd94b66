namespace Tsps.Domain;

/// <summary>One miner's part in a round: the index row; the closes themselves lie in the round's answers.</summary>
public sealed record Prediction
{
    public required string StreamId { get; init; }

    public required RoundSlot Slot { get; init; }

    public required Hotkey Hotkey { get; init; }

    public required ushort Uid { get; init; }

    public required PredictionState State { get; init; }

    /// <summary>Status code of the exchange as the dendrite sees it (200, 408, 503 ...); null before the answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Why it was refused or is void; otherwise null.</summary>
    public string? Reason { get; init; }

    /// <summary>Weighted root mean square error in USD, lower is better; null before scoring.</summary>
    public double? Rmse { get; init; }

    /// <summary>Share of this round, best largest; null before scoring.</summary>
    public double? Share { get; init; }

    /// <summary>The miner's smoothed score after this round; null before scoring.</summary>
    public double? Score { get; init; }

    /// <summary>The stored row's version; empty for one not stored yet. A write succeeds only against the version that was read.</summary>
    public string Version { get; init; } = "";
}
