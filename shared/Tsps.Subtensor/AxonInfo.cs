using System.Net;
using System.Net.Sockets;
using System.Numerics;
using Tsps.Domain;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor;

/// <summary>What a neuron announced with <c>serve_axon</c>, as the chain keeps it.</summary>
/// <param name="Block">The block of the announcement; 0 for none.</param>
/// <param name="Version">The version number of the announcing software.</param>
/// <param name="Address">0.0.0.0 when nothing was announced.</param>
/// <param name="Protocol">4 with every client known.</param>
public sealed record AxonInfo(ulong Block, uint Version, IPAddress Address, ushort Port, byte Protocol, byte Placeholder1, byte Placeholder2)
{
    /// <summary>Where to reach the axon; null when nothing was announced.</summary>
    public AxonEndpoint? Endpoint => new AxonEndpoint(Address, Port) is { IsAnnounced: true } endpoint ? endpoint : null;

    /// <summary>Whether announcing this would change nothing.</summary>
    /// <param name="version">The version number of the announcing software.</param>
    public bool Says(AxonEndpoint endpoint, uint version)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var plain = endpoint.Address.IsIPv4MappedToIPv6 ? endpoint with { Address = endpoint.Address.MapToIPv4() } : endpoint;
        return plain.Equals(Endpoint) && Version == version && Protocol == SubtensorCall.AxonProtocol;
    }

    internal static AxonInfo From(ScaleComposite fields) => new(
        fields.UInt64("block"),
        fields.UInt32("version"),
        ToAddress(fields.Field("ip").AsNumber(), fields.Byte("ip_type")),
        fields.UInt16("port"),
        fields.Byte("protocol"),
        fields.Byte("placeholder1"),
        fields.Byte("placeholder2"));

    /// <summary>The chain's form of an address: one big-endian number, and 4 or 6.</summary>
    internal static (BigInteger Number, byte IpType) ToNumber(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (new BigInteger(plain.GetAddressBytes(), isUnsigned: true, isBigEndian: true), plain.AddressFamily == AddressFamily.InterNetwork ? (byte)4 : (byte)6);
    }

    private static IPAddress ToAddress(BigInteger number, byte ipType)
    {
        var bytes = new byte[ipType == 6 ? 16 : 4];
        if (number.Sign < 0 || number.GetByteCount(isUnsigned: true) > bytes.Length)
        {
            return IPAddress.Any;
        }

        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, bytes.Length - digits.Length);
        return new IPAddress(bytes);
    }
}
