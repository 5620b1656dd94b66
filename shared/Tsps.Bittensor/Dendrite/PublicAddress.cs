using System.Net;
using System.Net.Sockets;

namespace Tsps.Bittensor.Dendrite;

/// <summary>Which addresses the public internet routes. Axon addresses are anybody's word, so others would be a way into the caller's own network.</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotRouted =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "168.63.129.16/32", // the platform itself, as seen from inside Azure
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>What of IPv6 is assigned to the public, and the parts of it that lead to IPv4 addresses or nowhere.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotGlobal = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(network => IPNetwork.Parse(network))];

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? !NotRouted.Any(network => network.Contains(plain))
            : Global.Contains(plain) && !NotGlobal.Any(network => network.Contains(plain));
    }
}
