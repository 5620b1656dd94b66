namespace Tsps.Validation.Dashboard;

/// <summary>One round's row.</summary>
public sealed record DashboardRound(string Slot, string State, DateTimeOffset DueAt, int Asked, int Received, string? Reason);
