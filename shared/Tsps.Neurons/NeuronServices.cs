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
    /// <param name="role"><c>Validator</c> or <c>Miner</c>: what its own settings begin with; null where there is none.</param>
    /// <exception cref="InvalidSettingException">A setting is missing or wrong.</exception>
    public static IServiceCollection AddNeuron(this IServiceCollection services, SettingReader settings, string? role = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddStorage(StorageSettingsReader.Read(settings));

        var wallet = WalletSettings.Read(settings, role);
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
