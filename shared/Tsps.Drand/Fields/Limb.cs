using System.Runtime.CompilerServices;

namespace Tsps.Drand.Fields;

/// <summary>Arithmetic of single limbs, the 64-bit digits of long numbers. None of it branches.</summary>
internal static class Limb
{
    public const int Bits = 64;

    /// <summary><paramref name="a"/> + <paramref name="b"/> + <paramref name="carry"/>, and the new carry, 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong a, ulong b, ref ulong carry)
    {
        var sum = (UInt128)a + b + carry;
        carry = (ulong)(sum >> Bits);
        return (ulong)sum;
    }

    /// <summary><paramref name="a"/> − <paramref name="b"/> − <paramref name="borrow"/>, and the new borrow, 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Subtract(ulong a, ulong b, ref ulong borrow)
    {
        var difference = (UInt128)a - b - borrow;
        borrow = (ulong)(difference >> Bits) & 1;
        return (ulong)difference;
    }

    /// <summary>
    /// <paramref name="a"/> × <paramref name="b"/> + <paramref name="addend"/> + <paramref name="carry"/>, which always fits two limbs; the
    /// upper one becomes the carry.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyAdd(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        var sum = Math.BigMul(a, b) + addend + carry;
        carry = (ulong)(sum >> Bits);
        return (ulong)sum;
    }

    /// <summary><paramref name="whenZero"/> for a mask of zeros, <paramref name="whenOnes"/> for one of ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Select(ulong mask, ulong whenZero, ulong whenOnes) => whenZero ^ (mask & (whenZero ^ whenOnes));
}
