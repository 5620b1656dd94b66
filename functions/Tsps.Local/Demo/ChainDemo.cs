using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Tsps.Chopsticks;
using Tsps.Local.Commands;
using Tsps.Subtensor;

namespace Tsps.Local.Demo;

/// <summary>What a demo on a real runtime needs of this machine.</summary>
internal static class ChainDemo
{
    /// <summary>The runtime refuses 127.0.0.1; the rest of that network means this machine too, but on macOS.</summary>
    private static readonly IPAddress OtherLoopback = IPAddress.Parse("127.0.0.2");

    /// <summary>Starts the runtime.</summary>
    /// <param name="specification">Its chain specification; null takes that of the environment.</param>
    /// <exception cref="CommandException">It cannot be started.</exception>
    internal static async Task<ChopsticksProcess> StartAsync(string? specification, CancellationToken cancellationToken)
    {
        var options = new ChopsticksOptions();
        try
        {
            return await ChopsticksProcess.StartAsync(specification is null ? options : options with { Specification = specification }, cancellationToken);
        }
        catch (ChopsticksUnavailableException unavailable)
        {
            throw new CommandException($"The chain could not be started. {unavailable.Message}", unavailable);
        }
    }

    /// <summary>Blocks come as soon as there is something to put into them, so looking often costs little time.</summary>
    internal static SubtensorOptions Options(Uri endpoint) => new()
    {
        Network = SubtensorNetwork.Parse(endpoint.OriginalString),
        BlockPollInterval = TimeSpan.FromMilliseconds(50),
        FirstPause = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>An address that the runtime takes and that this machine answers.</summary>
    internal static IPAddress FindAddress()
    {
        if (CanListen(OtherLoopback))
        {
            return OtherLoopback;
        }

        return NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))
            ?? throw new CommandException("A demo on the chain needs an IPv4 address of this machine other than 127.0.0.1, which the runtime refuses; there is none.");
    }

    private static bool CanListen(IPAddress address)
    {
        try
        {
            using var listener = new TcpListener(address, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
