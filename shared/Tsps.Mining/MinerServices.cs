using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Mining.Handlers;
using Tsps.Neurons;

namespace Tsps.Mining;

/// <summary>Registers a miner.</summary>
public static class MinerServices
{
    /// <summary>Wrong settings are found here, before anything runs. What is registered before (a clock, a key) stays.</summary>
    /// <exception cref="InvalidSettingException">A setting is missing or wrong.</exception>
    public static IServiceCollection AddMiner(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = new SettingReader(configuration);
        services.AddNeuron(settings, "Miner");
        services.AddCandleSource(settings);
        var miner = MinerSettings.Read(settings);
        services.TryAddSingleton(miner);
        services.TryAddSingleton(miner.TrustedProxies);
        services.TryAddSingleton<CurrentForecaster>();
        services.TryAddSingleton<OwnSamples>();
        services.TryAddSingleton<ForecastMaker>();
        services.TryAddSingleton<AxonAnnouncer>();
        services.TryAddSingleton<MinerRetention>();
        services.AddAxon();
        return services;
    }

    private static void AddAxon(this IServiceCollection services)
    {
        services.TryAddSingleton<StoredNonces>();
        services.TryAddSingleton<INonceStore>(provider => new KnownCallersNonceStore(
            provider.GetRequiredService<StoredNonces>(),
            provider.GetRequiredService<IMetagraphView>(),
            provider.GetRequiredService<MinerSettings>().AllowedHotkeys,
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IMetagraphView, MetagraphView>();
        services.TryAddSingleton<IRequestPriority>(provider => new StakePriority(
            provider.GetRequiredService<IMetagraphView>(), provider.GetRequiredService<MinerSettings>().AllowedHotkeys));
        services.TryAddSingleton(new AxonOptions());
        services.TryAddSingleton<ISynapseHandler<LiveForward>, LiveForwardHandler>();
        services.TryAddSingleton<ISynapseHandler<LiveForwardHash>, LiveForwardHashHandler>();
        services.TryAddSingleton<ISynapseHandler<LiveBackward>, LiveBackwardHandler>();
        services.TryAddSingleton<ISynapseHandler<TrainingForward>, TrainingForwardHandler>();
        services.TryAddSingleton<ISynapseHandler<TrainingBackward>, TrainingBackwardHandler>();
        services.TryAddSingleton(CreatePipeline);
        services.TryAddSingleton<AxonEntrance>();
    }

    private static AxonPipeline CreatePipeline(IServiceProvider provider) => new(
        provider.GetRequiredService<IHotkeySigner>(),
        CreateRoutes(provider),
        provider.GetRequiredService<INonceStore>(),
        provider.GetRequiredService<IRequestPriority>(),
        provider.GetRequiredService<AxonOptions>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<AxonPipeline>>());

    private static AxonRoute[] CreateRoutes(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<MinerSettings>();
        var metagraph = provider.GetRequiredService<IMetagraphView>();
        var admission = Admission(settings, metagraph, minutes: null);
        return
        [
            AxonRoute.To(provider.GetRequiredService<ISynapseHandler<LiveForward>>(), Admission(settings, metagraph, settings.ForwardMinutes)),
            AxonRoute.To(provider.GetRequiredService<ISynapseHandler<LiveForwardHash>>(), Admission(settings, metagraph, settings.HashMinutes)),
            AxonRoute.To(provider.GetRequiredService<ISynapseHandler<LiveBackward>>(), admission),
            AxonRoute.To(provider.GetRequiredService<ISynapseHandler<TrainingForward>>(), admission),
            AxonRoute.To(provider.GetRequiredService<ISynapseHandler<TrainingBackward>>(), admission),
        ];
    }

    private static AdmissionChain Admission(MinerSettings settings, IMetagraphView metagraph, AllowedMinutesPolicy? minutes)
    {
        IAdmissionPolicy[] policies =
        [
            new DenyListPolicy(settings.DeniedHotkeys),
            new AllowListPolicy(settings.AllowedHotkeys),
            new RegisteredHotkeyPolicy(metagraph),
            new MinimumStakePolicy(metagraph, settings.MinimumStake),
        ];
        return new AdmissionChain(minutes is null ? policies : [.. policies, minutes]);
    }
}
