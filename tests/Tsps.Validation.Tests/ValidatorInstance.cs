using Tsps.Neurons;
using Tsps.Validation.Dashboard;

namespace Tsps.Validation.Tests;

/// <summary>What one instance of the app holds in memory.</summary>
internal sealed record ValidatorInstance(RoundPlanner Planner, DueRounds Requests, DueScores Scores, Retention Retention, MetagraphReader Metagraphs, DashboardReader Dashboard);
