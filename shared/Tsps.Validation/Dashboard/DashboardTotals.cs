namespace Tsps.Validation.Dashboard;

/// <summary>Counts over the rounds whose rows are kept.</summary>
public sealed record DashboardTotals(int RoundsSent, int PredictionsStored, int RoundsScored, int RoundsMissed, int RoundsVoid);
