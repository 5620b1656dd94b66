using Microsoft.Extensions.DependencyInjection;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Validation.Audit;
using Tsps.Validation.Dashboard;

namespace Tsps.Validation.Tests;

/// <summary>One instance of the app, put together as the app itself is.</summary>
internal sealed class ValidatorInstance(IServiceProvider services)
{
    public DueRounds Requests => services.GetRequiredService<DueRounds>();

    public DueScores Scores => services.GetRequiredService<DueScores>();

    public WeightSetter Weights => services.GetRequiredService<WeightSetter>();

    public Retention Retention => services.GetRequiredService<Retention>();

    public TrainingRounds Trainings => services.GetRequiredService<TrainingRounds>();

    public MetagraphReader Metagraphs => services.GetRequiredService<MetagraphReader>();

    public DashboardReader Dashboard => services.GetRequiredService<DashboardReader>();

    public HealthCheck Health => services.GetRequiredService<HealthCheck>();

    public SubmissionAuditor Submissions => services.GetRequiredService<SubmissionAuditor>();

    public Auditor Auditor => services.GetRequiredService<Auditor>();

    public ValueTask<IReadOnlyList<Round>> PlanAsync(CancellationToken cancellationToken) =>
        services.GetRequiredService<RoundPlanner>().PlanAsync(services.GetRequiredService<ValidatorSettings>().MainStream, cancellationToken);
}
