using Tsps.Drand.Curves;
using Tsps.Drand.Fields;

namespace Tsps.Drand;

/// <summary>
/// A chain of the drand network whose signatures are on G1 (scheme bls-unchained-g1-rfc9380): its public key and the times of its rounds.
/// </summary>
public sealed class DrandChain
{
    /// <param name="publicKey">96 bytes, a compressed point of G2.</param>
    /// <param name="genesis">The time of round 1.</param>
    /// <param name="period">The time between two rounds.</param>
    /// <exception cref="PointFormatException">The public key is no point of G2.</exception>
    public DrandChain(ReadOnlySpan<byte> publicKey, DateTimeOffset genesis, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        Key = Bls12381.G2.Decode(publicKey);
        PublicKey = publicKey.ToArray();
        Genesis = genesis;
        Period = period;
    }

    /// <summary>The chain <c>quicknet</c>, a round every three seconds since 23 August 2023, which Bittensor's timelocked weights use.</summary>
    public static DrandChain Quicknet { get; } = new(
        Convert.FromHexString(
            "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
            + "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"),
        DateTimeOffset.FromUnixTimeSeconds(1692803367),
        TimeSpan.FromSeconds(3));

    /// <summary>96 bytes, a compressed point of G2.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>The time of round 1.</summary>
    public DateTimeOffset Genesis { get; }

    /// <summary>The time between two rounds.</summary>
    public TimeSpan Period { get; }

    internal AffinePoint<Fp2> Key { get; }

    /// <summary>The round whose signature is the newest at a time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is before round 1.</exception>
    public ulong RoundAt(DateTimeOffset time) => PeriodsUntil(time) + 1;

    /// <summary>The time from which on a round's signature is published.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no round 0, and none after the year 9999.</exception>
    public DateTimeOffset TimeOf(ulong round)
    {
        ArgumentOutOfRangeException.ThrowIfZero(round);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(round, RoundAt(DateTimeOffset.MaxValue));
        return Genesis.AddTicks((long)(round - 1) * Period.Ticks);
    }

    /// <summary>The whole periods that have passed since round 1.</summary>
    internal ulong PeriodsUntil(DateTimeOffset time)
    {
        if (time < Genesis)
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, $"The first round of this drand chain is that of {Genesis:u}.");
        }

        return (ulong)((time - Genesis).Ticks / Period.Ticks);
    }
}
