using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Local.Hosting;
using Tsps.Local.Hosting.Timers;
using Tsps.Local.Logging;
using Tsps.Local.Settings;
using Tsps.Neurons;
using Tsps.Storage;

namespace Tsps.Local.Apps;

/// <summary>Hosts apps for live use until it is told to stop.</summary>
internal sealed class LiveRun(IConfiguration configuration, TextWriter output)
{
    /// <summary>What Core Tools serve on unless told otherwise.</summary>
    private const int DefaultValidatorPort = 7071;
    private const int DefaultAxonPort = 8091;
    private const string AxonPort = "Axon:Port";

    /// <summary>The validator: its pages are for this machine only, put a web server before them to show them to others.</summary>
    internal FunctionApp Validator(int? port) => Live(SubnetApps.Validator("validator", configuration), IPAddress.Loopback, port ?? DefaultValidatorPort);

    /// <summary>The miner, whose axon all the world may call.</summary>
    internal FunctionApp Miner(int? port)
    {
        if (port is not null)
        {
            // The port that is served is the one to announce.
            configuration[AxonPort] = $"{port}";
        }

        var served = new SettingReader(configuration).Integer("Axon__Port", 1, 65535, DefaultAxonPort);
        return Live(SubnetApps.Miner("miner", configuration), IPAddress.Any, served);
    }

    internal async Task RunAsync(IReadOnlyList<FunctionApp> apps, CancellationToken stop)
    {
        await using var azurite = await DevelopmentStorage.StartIfMeantAsync(configuration, stop);
        if (azurite is not null)
        {
            await output.WriteLineAsync($"Azurite started; its data is in {DevelopmentStorage.DataFolder}");
        }

        var hosts = new List<FunctionHost>();
        try
        {
            foreach (var app in apps)
            {
                var host = new FunctionHost(app);
                hosts.Add(host);
                // A wallet that cannot sign is found now, not at the first round.
                var hotkey = host.Services.GetRequiredService<IHotkeySigner>().Hotkey;
                await host.StartAsync(stop);
                await output.WriteLineAsync($"The {app.Name} with hotkey {hotkey} listens on {host.Address}");
            }

            await output.WriteLineAsync("Ctrl-C stops.");
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await output.WriteLineAsync("Stopping.");
        }
        finally
        {
            await Task.WhenAll(hosts.Select(host => host.DisposeAsync().AsTask()));
        }
    }

    private FunctionApp Live(FunctionApp app, IPAddress address, int port) => app with
    {
        EndPoint = new IPEndPoint(address, port),
        TimerStatus = new BlobTimerStatusStore(StorageServices.CreateBlobs(StorageSettingsReader.Read(new SettingReader(configuration)))),
        Logging = logging => ConfigureLogging(logging, app.Name),
    };

    private void ConfigureLogging(ILoggingBuilder logging, string app) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Azure", LogLevel.Warning)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("System.Net.Http", LogLevel.Warning)
        .AddConfiguration(configuration.GetSection("Logging"))
        .AddLogLines(app);
}
