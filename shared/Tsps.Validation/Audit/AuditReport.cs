namespace Tsps.Validation.Audit;

/// <summary>What an audit looked at, and what it found.</summary>
/// <param name="RoundsScored">Scored rounds recomputed.</param>
/// <param name="RoundsVoid">Void rounds looked at.</param>
/// <param name="RoundsMissed">Missed rounds looked at.</param>
/// <param name="RoundsOpen">Rounds that have not ended yet, of which there is nothing to recompute.</param>
/// <param name="Scores">Single scores recomputed.</param>
/// <param name="Weights">Single weights recomputed.</param>
/// <param name="Findings">Every difference, oldest round first.</param>
public sealed record AuditReport(int RoundsScored, int RoundsVoid, int RoundsMissed, int RoundsOpen, int Scores, int Weights, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>Rounds that have ended.</summary>
    public int Rounds => RoundsScored + RoundsVoid + RoundsMissed;
}
