namespace Tsps.Validation.Dashboard;

/// <summary>Whether the validator does its work, and what stands in its way.</summary>
/// <param name="Healthy">False when <paramref name="Problems"/> has any.</param>
/// <param name="LastAsked">Key of the newest slot that was asked, of any stream.</param>
/// <param name="LastScored">Key of the newest slot that was scored, of any stream.</param>
/// <param name="Streams">The same by stream.</param>
/// <param name="Notice">That this is no live validator, when it is none.</param>
public sealed record HealthReport(
    bool Healthy, DateTimeOffset Now, string? LastAsked, string? LastScored, DateTimeOffset? WeightsSetAt, IReadOnlyList<StreamHealth> Streams, IReadOnlyList<string> Problems, string? Notice);
