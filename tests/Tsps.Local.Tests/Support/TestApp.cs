using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsps.Local.Hosting;

namespace Tsps.Local.Tests.Support;

/// <summary>Makes apps of the function classes nested in a test class.</summary>
internal static class TestApp
{
    internal static FunctionApp Of<TFunctions>(params (string Key, string Value)[] settings) => new()
    {
        Name = "test",
        Assembly = typeof(TFunctions).Assembly,
        IncludesType = type => type == typeof(TFunctions),
        Register = (services, _) => services.AddSingleton<Recorder>(),
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build(),
        Settings = new HostSettings { RoutePrefix = "" },
    };

    internal static FunctionApp WithLog(this FunctionApp app, LogLines lines) => app with { Logging = logging => logging.AddProvider(lines) };

    internal static async Task<FunctionHost> StartAsync(this FunctionApp app)
    {
        var host = new FunctionHost(app);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    internal static Recorder Recorder(this FunctionHost host) => host.Services.GetRequiredService<Recorder>();

    internal static HttpClient Client(this FunctionHost host) => new() { BaseAddress = host.Address };
}
