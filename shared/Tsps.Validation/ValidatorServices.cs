using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Storage;
using Tsps.Validation.Audit;
using Tsps.Validation.Dashboard;
using Tsps.Validation.Outputs;

namespace Tsps.Validation;

/// <summary>Registers a validator.</summary>
public static class ValidatorServices
{
    /// <summary>Wrong settings are found here, before anything runs. What is registered before (a clock, a candle source) stays.</summary>
    /// <exception cref="InvalidSettingException">A setting is missing or wrong.</exception>
    public static IServiceCollection AddValidator(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = new SettingReader(configuration);
        services.AddNeuron(settings, "Validator");
        services.TryAddSingleton(ValidatorSettings.Read(settings));
        services.AddCandleSource(settings);
        services.AddMinerQuery(settings);

        // What weights are set by rounds about the past is no live validator's business.
        services.AddSubmittedWeights(
            network: provider => provider.GetRequiredService<SubtensorSettings>().ChainKey,
            isHistorical: provider => provider.GetRequiredService<ValidatorSettings>().HistoricalOnly);
        services.TryAddSingleton(new RoundDraws());
        services.TryAddSingleton<StreamRuns>();
        services.TryAddSingleton<RoundPlanner>();
        services.TryAddSingleton<RoundStart>();
        services.TryAddSingleton<RoundAsker>();
        services.TryAddSingleton<InterruptedRounds>();
        services.TryAddSingleton<DueRounds>();
        services.TryAddSingleton<TruthReader>();
        services.TryAddSingleton<ClosesSender>();
        services.TryAddSingleton<RoundEnding>();
        services.TryAddSingleton<RoundScorer>();
        services.TryAddSingleton<WeightReader>();
        services.TryAddSingleton<SubmissionMaker>();
        services.TryAddSingleton<DueWeights>();
        services.TryAddSingleton<WeightSetter>();
        services.TryAddSingleton<DueScores>();
        services.TryAddSingleton<TrainingRounds>();
        services.TryAddSingleton<Retention>();
        services.TryAddTransient<AuditedRounds>();
        services.TryAddTransient<Auditor>();
        services.TryAddTransient<SubmissionAuditor>();
        services.TryAddSingleton<DashboardReader>();
        services.TryAddSingleton<NextReads>();
        services.TryAddSingleton<HealthCheck>();
        services.TryAddSingleton<OutputsPublisher>();
        services.TryAddSingleton<OutputsReader>();
        return services;
    }
}
