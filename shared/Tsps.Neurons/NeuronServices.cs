using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Storage;
using Tsps.Subtensor;

namespace Tsps.Neurons;

/// <summary>Registers what a validator and a miner have in common: clock, storage, wallet, subnet.</summary>
public static class NeuronServices
{
    /// <summary>The version number that axons announce: that of the SDK whose answers they give.</summary>
    public static uint AxonVersion => (uint)SdkVersion.Ten.Number;

    /// <summary>Wrong settings are found here, before anything runs.</summary>
    /// <param name="role"><c>Validator</c> or <c>Miner</c>: what its own settings begin with; null where there is none.</param>
    /// <exception cref="InvalidSettingException">A setting is missing or wrong.</exception>
    public static IServiceCollection AddNeuron(this IServiceCollection services, SettingReader settings, string? role = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddStorage(StorageSettingsReader.Read(settings));

        var wallet = WalletSettings.Read(settings, role);
        services.TryAddSingleton<IHotkeySigner>(provider => wallet.Open(provider.GetRequiredService<ILoggerFactory>().CreateLogger<WalletSettings>()));

        services.AddSubtensor(SubtensorSettings.Read(settings));
        services.TryAddSingleton<MetagraphReader>();
        services.TryAddSingleton<WeightRevealer>();
        return services;
    }

    private static void AddSubtensor(this IServiceCollection services, SubtensorSettings settings)
    {
        services.TryAddSingleton(settings);
        services.TryAddSingleton<IWeightCommitmentStore>(provider => new WeightCommitmentTable(provider.GetRequiredService<TableServiceClient>(), settings.ChainKey));
        if (settings.Chain is not { } network)
        {
            services.TryAddSingleton<ISubtensor>(provider => new LocalRegistry(RegistryTables(settings, provider), provider.GetRequiredService<TimeProvider>()));
            return;
        }

        // The chain goes by the true time, also where a replay has another.
        services.TryAddSingleton(settings.Reach(network));
        services.TryAddSingleton(provider => new SubtensorClient(
            provider.GetRequiredService<SubtensorOptions>(), TimeProvider.System, provider.GetRequiredService<ILogger<SubtensorClient>>()));
        services.TryAddSingleton(new ChainSubtensorOptions { AxonVersion = AxonVersion, Mechanism = settings.Mechanism });
        services.TryAddSingleton<ISubtensor>(provider => new ChainSubtensor(
            provider.GetRequiredService<SubtensorClient>(),
            provider.GetRequiredService<IWeightCommitmentStore>(),
            provider.GetRequiredService<ChainSubtensorOptions>(),
            TimeProvider.System,
            provider.GetRequiredService<ILogger<ChainSubtensor>>()));
    }

    private static TableServiceClient RegistryTables(SubtensorSettings settings, IServiceProvider provider) =>
        settings.RegistryStorage is { } connection ? new TableServiceClient(connection) : provider.GetRequiredService<TableServiceClient>();
}
