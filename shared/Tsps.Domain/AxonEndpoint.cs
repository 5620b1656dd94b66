using System.Net;

namespace Tsps.Domain;

/// <summary>Where a neuron's axon listens, as announced.</summary>
public sealed record AxonEndpoint(IPAddress Address, int Port)
{
    /// <summary>A neuron that has announced nothing has address zero or port zero.</summary>
    public bool IsAnnounced => Port is > 0 and <= 65535 && !Address.Equals(IPAddress.Any) && !Address.Equals(IPAddress.IPv6Any);

    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
