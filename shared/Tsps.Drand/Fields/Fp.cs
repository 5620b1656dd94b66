using System.Runtime.CompilerServices;

namespace Tsps.Drand.Fields;

/// <summary>The prime field of BLS12-381: numbers below a modulus p of 381 bits, p = 3 mod 4.</summary>
/// <remarks>
/// Six limbs, the least significant first, in Montgomery form: they hold x·R mod p with R = 2^384, so that a product is reduced
/// without division. Addition, subtraction and multiplication take the same time for all values. They are compiled to their best at once,
/// without a first quick try: most processes that encrypt do so once, soon after their start.
/// </remarks>
internal readonly partial struct Fp : ICoordinate<Fp>
{
    private const ulong P0 = 0xb9feffffffffaaab;
    private const ulong P1 = 0x1eabfffeb153ffff;
    private const ulong P2 = 0x6730d2a0f6b0f624;
    private const ulong P3 = 0x64774b84f38512bf;
    private const ulong P4 = 0x4b1ba7b6434bacd7;
    private const ulong P5 = 0x1a0111ea397fe69a;

    private const int BitsOfR = 384;

    /// <summary>−1/p mod 2^64.</summary>
    private const ulong NegatedInverse = 0x89f3fffcfffcfffd;

    private readonly ulong _l0;
    private readonly ulong _l1;
    private readonly ulong _l2;
    private readonly ulong _l3;
    private readonly ulong _l4;
    private readonly ulong _l5;

    private Fp(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5)
    {
        _l0 = l0;
        _l1 = l1;
        _l2 = l2;
        _l3 = l3;
        _l4 = l4;
        _l5 = l5;
    }

    public static Fp Zero => default;

    public static Fp One { get; } = PowerOfTwo(BitsOfR);

    /// <summary>p, the least significant limb first.</summary>
    public static ReadOnlySpan<ulong> Modulus => [P0, P1, P2, P3, P4, P5];

    public bool IsZero => (_l0 | _l1 | _l2 | _l3 | _l4 | _l5) == 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Fp operator +(in Fp left, in Fp right)
    {
        // Both are below p, so the sum is below 2^382 and nothing is carried out.
        ulong carry = 0;
        return SubtractModulusOnce(
            Limb.Add(left._l0, right._l0, ref carry),
            Limb.Add(left._l1, right._l1, ref carry),
            Limb.Add(left._l2, right._l2, ref carry),
            Limb.Add(left._l3, right._l3, ref carry),
            Limb.Add(left._l4, right._l4, ref carry),
            Limb.Add(left._l5, right._l5, ref carry));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Fp operator -(in Fp left, in Fp right)
    {
        ulong borrow = 0;
        var d0 = Limb.Subtract(left._l0, right._l0, ref borrow);
        var d1 = Limb.Subtract(left._l1, right._l1, ref borrow);
        var d2 = Limb.Subtract(left._l2, right._l2, ref borrow);
        var d3 = Limb.Subtract(left._l3, right._l3, ref borrow);
        var d4 = Limb.Subtract(left._l4, right._l4, ref borrow);
        var d5 = Limb.Subtract(left._l5, right._l5, ref borrow);

        // What fell below zero gets p back.
        var mask = 0 - borrow;
        ulong carry = 0;
        return new Fp(
            Limb.Add(d0, P0 & mask, ref carry),
            Limb.Add(d1, P1 & mask, ref carry),
            Limb.Add(d2, P2 & mask, ref carry),
            Limb.Add(d3, P3 & mask, ref carry),
            Limb.Add(d4, P4 & mask, ref carry),
            Limb.Add(d5, P5 & mask, ref carry));
    }

    public static Fp operator -(in Fp value) => Zero - value;

    /// <remarks>
    /// Montgomery's product, row by row: add a limb of the left times the right, then as many p as clear the lowest limb, and drop that limb.
    /// The top limb of p has its highest bits free, so the sum of a row stays within six limbs.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Fp operator *(in Fp left, in Fp right)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0;
        ReadOnlySpan<ulong> rows = [left._l0, left._l1, left._l2, left._l3, left._l4, left._l5];
        foreach (var limb in rows)
        {
            ulong carry = 0;
            t0 = Limb.MultiplyAdd(limb, right._l0, t0, ref carry);
            t1 = Limb.MultiplyAdd(limb, right._l1, t1, ref carry);
            t2 = Limb.MultiplyAdd(limb, right._l2, t2, ref carry);
            t3 = Limb.MultiplyAdd(limb, right._l3, t3, ref carry);
            t4 = Limb.MultiplyAdd(limb, right._l4, t4, ref carry);
            t5 = Limb.MultiplyAdd(limb, right._l5, t5, ref carry);

            var times = t0 * NegatedInverse;
            ulong reduction = 0;
            _ = Limb.MultiplyAdd(times, P0, t0, ref reduction);
            t0 = Limb.MultiplyAdd(times, P1, t1, ref reduction);
            t1 = Limb.MultiplyAdd(times, P2, t2, ref reduction);
            t2 = Limb.MultiplyAdd(times, P3, t3, ref reduction);
            t3 = Limb.MultiplyAdd(times, P4, t4, ref reduction);
            t4 = Limb.MultiplyAdd(times, P5, t5, ref reduction);
            t5 = carry + reduction;
        }

        return SubtractModulusOnce(t0, t1, t2, t3, t4, t5);
    }

    public Fp Square() => this * this;

    public bool Equals(Fp other) =>
        ((_l0 ^ other._l0) | (_l1 ^ other._l1) | (_l2 ^ other._l2) | (_l3 ^ other._l3) | (_l4 ^ other._l4) | (_l5 ^ other._l5)) == 0;

    public override bool Equals(object? obj) => obj is Fp other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_l0, _l1, _l2, _l3, _l4, _l5);

    /// <summary>Reduces what is below 2p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Fp SubtractModulusOnce(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5)
    {
        ulong borrow = 0;
        var d0 = Limb.Subtract(l0, P0, ref borrow);
        var d1 = Limb.Subtract(l1, P1, ref borrow);
        var d2 = Limb.Subtract(l2, P2, ref borrow);
        var d3 = Limb.Subtract(l3, P3, ref borrow);
        var d4 = Limb.Subtract(l4, P4, ref borrow);
        var d5 = Limb.Subtract(l5, P5, ref borrow);
        var below = 0 - borrow;
        return new Fp(
            Limb.Select(below, d0, l0),
            Limb.Select(below, d1, l1),
            Limb.Select(below, d2, l2),
            Limb.Select(below, d3, l3),
            Limb.Select(below, d4, l4),
            Limb.Select(below, d5, l5));
    }

    /// <summary>2^<paramref name="exponent"/> mod p as it stands, not in Montgomery form.</summary>
    private static Fp PowerOfTwo(int exponent)
    {
        var power = new Fp(1, 0, 0, 0, 0, 0);
        for (var i = 0; i < exponent; i++)
        {
            power += power;
        }

        return power;
    }
}
