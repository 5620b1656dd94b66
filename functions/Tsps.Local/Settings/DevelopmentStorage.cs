using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Tsps.Azurite;

namespace Tsps.Local.Settings;

/// <summary>The storage that <c>UseDevelopmentStorage=true</c> stands for: Azurite on its default ports.</summary>
internal static class DevelopmentStorage
{
    internal static string DataFolder => Path.Combine(LocalPaths.Artifacts, "storage");

    /// <summary>Starts Azurite when the settings mean it and none listens yet.</summary>
    /// <returns>What was started, if anything.</returns>
    /// <exception cref="AzuriteUnavailableException">It could not be started.</exception>
    internal static async Task<AzuriteProcess?> StartIfMeantAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var ports = AzuritePorts.Default;
        var isMeant = configuration["AzureWebJobsStorage"]?.Contains("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase) ?? false;
        if (!isMeant || (await ListensAsync(ports.Blob, cancellationToken) && await ListensAsync(ports.Table, cancellationToken)))
        {
            return null;
        }

        try
        {
            return await AzuriteProcess.StartAsync(new AzuriteOptions { Ports = ports, DataFolder = DataFolder }, cancellationToken);
        }
        catch (AzuriteUnavailableException)
        {
            // Another terminal may have been first.
            if (await ListensAsync(ports.Blob, cancellationToken) && await ListensAsync(ports.Table, cancellationToken))
            {
                return null;
            }

            throw;
        }
    }

    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
