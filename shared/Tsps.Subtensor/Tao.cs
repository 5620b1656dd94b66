using System.Numerics;

namespace Tsps.Subtensor;

/// <summary>The chain counts in rao: 10^9 rao are 1 TAO.</summary>
internal static class Tao
{
    private const decimal RaoPerTao = 1_000_000_000m;

    public static decimal FromRao(BigInteger rao) => (decimal)rao / RaoPerTao;

    /// <summary>Rounds down to whole rao.</summary>
    public static ulong ToRao(decimal tao) => (ulong)Math.Clamp(decimal.Floor(tao * RaoPerTao), 0, ulong.MaxValue);
}
