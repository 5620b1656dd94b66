namespace Tsps.Validation.Dashboard;

/// <summary>The smoothed scores after one round, by hotkey.</summary>
public sealed record DashboardPoint(string Slot, IReadOnlyDictionary<string, double> Scores);
