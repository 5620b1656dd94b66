namespace Tsps.Validation.Audit;

/// <summary>What an audit of the weights that were sent looked at, and what it found.</summary>
/// <param name="Subnet">Where they were sent to, which is the one that the settings name: its network and number.</param>
/// <param name="Sent">Submissions that the chain took, recomputed.</param>
/// <param name="Refused">Attempts that it did not take.</param>
/// <param name="Unknown">
/// When each of those was made of which nobody knows whether the chain has them, since the validator was ended before it could store that.
/// </param>
/// <param name="Findings">Every difference, the earliest submission first.</param>
public sealed record SubmissionReport(string Subnet, int Sent, int Refused, IReadOnlyList<DateTimeOffset> Unknown, IReadOnlyList<AuditFinding> Findings);
