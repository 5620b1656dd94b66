using System.Numerics;
using Tsps.Drand.Curves;

namespace Tsps.Drand.Tests.Support;

/// <summary>A drand chain whose secret key we know, so that every round can be signed.</summary>
internal sealed class OwnChain(BigInteger secretKey)
{
    public DrandChain Chain { get; } = new(
        Bls12381.G2.Generator.Times(secretKey).Encode(), DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(3));

    public byte[] Sign(ulong round) => DrandBeacon.Identity(round).Times(secretKey).Encode();
}
