namespace Tsps.Drand.Fields;

/// <summary>Powers by fixed, public exponents.</summary>
internal static class Exponent
{
    /// <summary>(p − <paramref name="number"/>) / <paramref name="dividedBy"/> rounded down, the least significant limb first.</summary>
    public static ulong[] ModulusLess(ulong number, ulong dividedBy)
    {
        var limbs = Fp.Modulus.ToArray();
        limbs[0] -= number;
        UInt128 remainder = 0;
        for (var i = limbs.Length - 1; i >= 0; i--)
        {
            var dividend = (remainder << Limb.Bits) | limbs[i];
            (var quotient, remainder) = UInt128.DivRem(dividend, dividedBy);
            limbs[i] = (ulong)quotient;
        }

        return limbs;
    }

    /// <summary>Squares and multiplies, from the exponent's top bit down; the time depends on the exponent alone.</summary>
    public static TField Power<TField>(in TField value, ReadOnlySpan<ulong> exponent)
        where TField : struct, IField<TField>
    {
        var power = TField.One;
        for (var bit = (exponent.Length * Limb.Bits) - 1; bit >= 0; bit--)
        {
            power = power.Square();
            if (((exponent[bit / Limb.Bits] >> (bit % Limb.Bits)) & 1) != 0)
            {
                power *= value;
            }
        }

        return power;
    }
}
