using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Dendrite;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Storage;

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
        services.TryAddSingleton(DormancyRules.Default);
        services.TryAddSingleton<IMinerQuery>(provider => new DormancyQuery(
            new GenerationQuery(
                new DendriteQuery(provider.GetRequiredService<DendriteClient>()),
                new HashFirstMinerQuery(
                    new HashFirstQuery(provider.GetRequiredService<DendriteClient>(), provider.GetRequiredService<TimeProvider>()),
                    provider.GetRequiredService<ValidatorSettings>(),
                    provider.GetRequiredService<TimeProvider>())),
            provider.GetRequiredService<SilentMinerStore>(),
            provider.GetRequiredService<DormancyRules>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DormancyQuery>>()));
    }
}
