using System.Net;
using System.Net.Sockets;
using Tsps.Azurite;

namespace Tsps.Local.Settings;

/// <summary>The storage that <c>UseDevelopmentStorage=true</c> stands for: Azurite on its default ports.</summary>
internal static class DevelopmentStorage
{
    internal static bool IsMeantBy(string connectionString) =>
        connectionString.Contains("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Starts Azurite, with its data below <paramref name="dataFolder"/>, unless one listens already.</summary>
    /// <returns>What was started; null when one listened.</returns>
    /// <exception cref="AzuriteUnavailableException">It could not be started.</exception>
    internal static async Task<AzuriteProcess?> StartUnlessListeningAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var ports = AzuritePorts.Default;
        if (await ListensAsync(ports.Blob, cancellationToken) && await ListensAsync(ports.Table, cancellationToken))
        {
            return null;
        }

        return await AzuriteProcess.StartAsync(new AzuriteOptions { Ports = ports, DataFolder = dataFolder }, cancellationToken);
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
