using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Dendrite;
using Tsps.Domain;
using Tsps.Neurons;

namespace Tsps.Validation;

/// <summary>Registers how a validator asks miners.</summary>
internal static class MinerQueryServices
{
    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    public static void AddMinerQuery(this IServiceCollection services, SettingReader settings)
    {
        var options = new DendriteOptions { AllowPrivateAddresses = settings.Flag("Dendrite__AllowPrivateAddresses", fallback: false) };
        services.TryAddSingleton(provider => new DendriteClient(
            provider.GetRequiredService<IHotkeySigner>(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DendriteClient>>()));
        services.TryAddSingleton<IMinerQuery, DendriteQuery>();
    }
}
