namespace Tsps.Validation.Audit;

/// <summary>Something stored that is not what it should be.</summary>
/// <param name="Slot">The key of the round's slot.</param>
/// <param name="What">What was compared, such as <c>rmse of 5F...</c>.</param>
/// <param name="Stored">As it is stored.</param>
/// <param name="Recomputed">As it comes out now.</param>
public sealed record AuditFinding(string StreamId, string Slot, string What, string Stored, string Recomputed)
{
    public override string ToString() => $"{StreamId} {Slot}: {What}: stored {Stored}, recomputed {Recomputed}";
}
