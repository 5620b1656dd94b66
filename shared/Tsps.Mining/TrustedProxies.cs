using System.Net;

namespace Tsps.Mining;

/// <summary>
/// Finds who called when a proxy stands in front: each proxy adds the address that it sees to the end of X-Forwarded-For, and what stands before
/// the entries of trusted proxies is anybody's word. On Azure every call comes from the loopback.
/// </summary>
public sealed class TrustedProxies(IReadOnlyList<IPNetwork> networks)
{
    /// <summary>A network such as <c>10.0.0.0/8</c>, or a single address; null for anything else.</summary>
    public static IPNetwork? Parse(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    /// <summary>Whether the word of this address on others is taken.</summary>
    public bool Trust(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(network => network.Contains(plain));
    }

    /// <summary>The last address that is not a trusted proxy's; the first when all are, and the connection's when nothing was forwarded.</summary>
    /// <param name="connection">Who connected.</param>
    /// <param name="forwardedFor">X-Forwarded-For, if there is one: addresses, with or without ports, separated by commas.</param>
    /// <returns>The port is 0 where it is not known.</returns>
    public IPEndPoint FindCaller(IPEndPoint connection, string? forwardedFor)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var caller = connection;
        foreach (var entry in Enumerable.Reverse((forwardedFor ?? "").Split(',')))
        {
            if (!Trust(caller.Address) || !IPEndPoint.TryParse(entry.Trim(), out var forwarded))
            {
                break;
            }

            caller = forwarded;
        }

        return caller;
    }
}
