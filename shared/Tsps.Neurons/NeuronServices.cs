using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;
using Tsps.Subtensor;

namespace Tsps.Neurons;

/// <summary>Registers what a validator and a miner have in common: clock, storage, wallet, subnet.</summary>
public static class NeuronServices
{
    /// <summary>Wrong settings are found here, before anything runs.</summary>
    /// <exception cref="InvalidSettingException">A setting is missing or wrong.</exception>
    public static IServiceCollection AddNeuron(this IServiceCollection services, SettingReader settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddStorage(StorageSettingsReader.Read(settings));

        var wallet = WalletSettings.Read(settings);
        services.TryAddSingleton<IHotkeySigner>(provider => wallet.Open(provider.GetRequiredService<ILoggerFactory>().CreateLogger<WalletSettings>()));

        var subtensor = SubtensorSettings.Read(settings);
        services.TryAddSingleton(subtensor);
        services.TryAddSingleton<ISubtensor>(provider => new LocalRegistry(RegistryTables(subtensor, provider), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<MetagraphReader>();
        return services;
    }

    private static TableServiceClient RegistryTables(SubtensorSettings settings, IServiceProvider provider) =>
        settings.RegistryStorage is { } connection ? new TableServiceClient(connection) : provider.GetRequiredService<TableServiceClient>();
}
