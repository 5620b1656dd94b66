namespace Tsps.Storage;

/// <summary>All that was kept of one stream's day, once nothing works with it any more: one compressed blob in place of thousands of rows.</summary>
public sealed record DayArchive : IStoredDocument
{
    public static int LatestSchema => 1;

    public int Schema { get; init; } = LatestSchema;

    public required string StreamId { get; init; }

    /// <summary><c>yyyyMMdd</c> UTC.</summary>
    public required string Day { get; init; }

    /// <summary>The rounds of the day's slots, oldest first.</summary>
    public required IReadOnlyList<ArchivedRound> Rounds { get; init; }

    /// <summary>The true closes that the day's rounds were measured by, oldest first.</summary>
    public required IReadOnlyList<TruthClose> Truths { get; init; }

    /// <summary>This archive with what another one has beyond it. What both have stays as it is here.</summary>
    public DayArchive With(DayArchive more) => this with
    {
        Rounds = [.. Rounds.UnionBy(more.Rounds, round => round.Slot).OrderBy(round => round.Slot, StringComparer.Ordinal)],
        Truths = [.. Truths.UnionBy(more.Truths, close => close.CloseTimeMs).OrderBy(close => close.CloseTimeMs)],
    };
}
