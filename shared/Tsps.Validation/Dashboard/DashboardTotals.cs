namespace Tsps.Validation.Dashboard;

/// <summary>Counts over the rounds of the last seven days.</summary>
public sealed record DashboardTotals(int RoundsSent, int PredictionsStored, int RoundsScored, int RoundsMissed, int RoundsVoid);
