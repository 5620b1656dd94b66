namespace Tsps.Validation.Audit;

/// <summary>Something stored that is not what it should be.</summary>
/// <param name="Slot">The key of the round's slot; that of the day's first where a whole day can't be read.</param>
/// <param name="What">What was looked at, such as <c>rmse of 5F...</c>.</param>
/// <param name="Stored">As it is stored, or what is wrong with it.</param>
/// <param name="Recomputed">As it comes out now; null where nothing does.</param>
public sealed record AuditFinding(string StreamId, string Slot, string What, string Stored, string? Recomputed)
{
    public override string ToString() => $"{StreamId} {Slot}: {What}: {(Recomputed is null ? Stored : $"stored {Stored}, recomputed {Recomputed}")}";
}
