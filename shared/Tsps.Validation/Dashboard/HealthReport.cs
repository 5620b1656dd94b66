namespace Tsps.Validation.Dashboard;

/// <summary>Whether the validator does its work, and what stands in its way.</summary>
/// <param name="Healthy">False when <paramref name="Problems"/> has any.</param>
public sealed record HealthReport(bool Healthy, DateTimeOffset Now, string? LastAsked, string? LastScored, DateTimeOffset? WeightsSetAt, IReadOnlyList<string> Problems);
