using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tsps.Local.Hosting;
using Tsps.Mining;
using Tsps.Neurons;
using Tsps.Validation;

namespace Tsps.Local.Apps;

/// <summary>The two function apps, registered as their own <c>Program.cs</c> does it.</summary>
public static class SubnetApps
{
    public static FunctionApp Validator(string name, IConfiguration configuration) =>
        Create(name, typeof(Validator.RequestFunction).Assembly, static (services, settings) => services.AddValidator(settings), configuration);

    public static FunctionApp Miner(string name, IConfiguration configuration) =>
        Create(name, typeof(Miner.AxonFunction).Assembly, static (services, settings) => services.AddMiner(settings), configuration);

    private static FunctionApp Create(string name, Assembly assembly, Action<IServiceCollection, IConfiguration> register, IConfiguration configuration) => new()
    {
        Name = name,
        Assembly = assembly,
        Register = register,
        Configuration = WithSchedules(configuration),
        Settings = ReadHostJson(assembly),
    };

    /// <summary>In Azure the template sets it.</summary>
    private static IConfiguration WithSchedules(IConfiguration configuration) =>
        string.IsNullOrWhiteSpace(configuration[MetagraphReader.ScheduleSetting])
            ? new ConfigurationBuilder()
                .AddConfiguration(configuration)
                .AddInMemoryCollection([KeyValuePair.Create(MetagraphReader.ScheduleSetting, (string?)MetagraphReader.DefaultSchedule)])
                .Build()
            : configuration;

    // Embedded: in the output folder the two apps' files of this name lie over each other.
    private static HostSettings ReadHostJson(Assembly assembly)
    {
        var name = $"{assembly.GetName().Name}.host.json";
        using var stream = typeof(SubnetApps).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in this assembly.");
        return HostSettings.Read(stream);
    }
}
