using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tsps.Azurite;
using Tsps.Local.Settings;
using Tsps.Neurons;
using Tsps.Subtensor;

namespace Tsps.Local.Commands;

/// <summary>The local registry that the settings name, with Azurite running where they mean it.</summary>
internal sealed class RegistryAccess : IAsyncDisposable
{
    private readonly AzuriteProcess? _azurite;
    private readonly ServiceProvider _services;

    private RegistryAccess(AzuriteProcess? azurite, ServiceProvider services)
    {
        _azurite = azurite;
        _services = services;
    }

    internal LocalRegistry Registry =>
        _services.GetRequiredService<ISubtensor>() as LocalRegistry
        ?? throw new CommandException($"The setting Subtensor__Network is not '{SubtensorSettings.RegistryNetwork}': the neurons are on the chain, not in the local registry.");

    internal ushort Netuid => _services.GetRequiredService<SubtensorSettings>().Netuid;

    /// <exception cref="InvalidSettingException">A setting is missing or wrong.</exception>
    internal static async Task<RegistryAccess> OpenAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection().AddLogging().AddNeuron(new SettingReader(configuration)).BuildServiceProvider();
        return new RegistryAccess(await DevelopmentStorage.StartIfMeantAsync(configuration, cancellationToken), services);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }
}
