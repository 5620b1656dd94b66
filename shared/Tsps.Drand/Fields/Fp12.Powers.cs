namespace Tsps.Drand.Fields;

/// <content>The powers that the final exponentiation is made of.</content>
internal readonly partial struct Fp12
{
    /// <summary>γ = ξ^((p−1)/6) and its powers up to the fifth: w^p = γ·w.</summary>
    private static readonly Fp2[] FrobeniusFactors = MakeFrobeniusFactors();

    /// <summary>The power by p. In the basis 1, w, ..., w⁵ it conjugates each coefficient and multiplies it by a power of γ.</summary>
    public Fp12 Frobenius()
    {
        var factors = FrobeniusFactors;
        return new(
            new(C0.C0.Conjugate(), C0.C1.Conjugate() * factors[2], C0.C2.Conjugate() * factors[4]),
            new(C1.C0.Conjugate() * factors[1], C1.C1.Conjugate() * factors[3], C1.C2.Conjugate() * factors[5]));
    }

    /// <summary>The square of an element whose power by p⁴ − p² + 1 is one, in half the time (Granger and Scott, 2010).</summary>
    /// <remarks>
    /// With s = w³ the element is A + B·w + C·w², A, B and C of the form a + b·s. Its square is
    /// (3A² − 2Ā) + (3s·C² + 2B̄)·w + (3B² − 2C̄)·w², where the bar turns the sign of b.
    /// </remarks>
    public Fp12 CyclotomicSquare()
    {
        var (a0, a1) = SquareFp4(C0.C0, C1.C1);
        var (b0, b1) = SquareFp4(C1.C0, C0.C2);
        var (c0, c1) = SquareFp4(C0.C1, C1.C2);
        return new(
            new(ThriceLessTwice(a0, C0.C0), ThriceLessTwice(b0, C0.C1), ThriceLessTwice(c0, C0.C2)),
            new(ThricePlusTwice(c1.TimesXi(), C1.C0), ThricePlusTwice(a1, C1.C1), ThricePlusTwice(b1, C1.C2)));
    }

    /// <summary>(a + b·s)² with s² = ξ.</summary>
    private static (Fp2 A, Fp2 B) SquareFp4(in Fp2 a, in Fp2 b)
    {
        var aa = a.Square();
        var bb = b.Square();
        return (aa + bb.TimesXi(), (a + b).Square() - aa - bb);
    }

    private static Fp2 ThriceLessTwice(in Fp2 thrice, in Fp2 twice) => (thrice - twice).Double() + thrice;

    private static Fp2 ThricePlusTwice(in Fp2 thrice, in Fp2 twice) => (thrice + twice).Double() + thrice;

    private static Fp2[] MakeFrobeniusFactors()
    {
        var factors = new Fp2[6];
        factors[0] = Fp2.One;
        factors[1] = Exponent.Power(Fp2.One.TimesXi(), Exponent.ModulusLess(1, dividedBy: 6));
        for (var i = 2; i < factors.Length; i++)
        {
            factors[i] = factors[i - 1] * factors[1];
        }

        return factors;
    }
}
