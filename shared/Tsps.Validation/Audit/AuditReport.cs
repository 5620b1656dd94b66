namespace Tsps.Validation.Audit;

/// <summary>What an audit looked at, and what it found.</summary>
/// <param name="RoundsScored">Scored rounds recomputed.</param>
/// <param name="RoundsVoid">Void rounds looked at.</param>
/// <param name="Scores">Single scores recomputed.</param>
/// <param name="Weights">Single weights recomputed.</param>
/// <param name="Findings">Every difference, oldest round first.</param>
public sealed record AuditReport(int RoundsScored, int RoundsVoid, int Scores, int Weights, IReadOnlyList<AuditFinding> Findings);
