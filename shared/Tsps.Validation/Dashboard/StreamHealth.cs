namespace Tsps.Validation.Dashboard;

/// <summary>How far a stream is.</summary>
/// <param name="LastAsked">Key of the newest slot that was asked in the last two days; null when none was.</param>
/// <param name="LastScored">Key of the newest slot that was scored; null when none was.</param>
public sealed record StreamHealth(string StreamId, string? LastAsked, string? LastScored);
