using System.Numerics;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;

namespace Tsps.Drand.Pairings;

/// <summary>
/// The power by 3(p¹² − 1)/r, which brings the Miller loop's value into the group of order r. The factor 3 makes the exponent a polynomial in x;
/// drand's libraries have it too, so that all come to the same value.
/// </summary>
internal static class FinalExponentiation
{
    /// <remarks>
    /// (p¹² − 1)/r is (p⁶ − 1)(p² + 1) times (p⁴ − p² + 1)/r, and thrice the latter is (x − 1)²(x + p)(x² + p² − 1) + 3
    /// (Hayashida, Hayasaka and Teruya, 2020).
    /// </remarks>
    public static Fp12 Run(in Fp12 value)
    {
        var easy = value.Conjugate() * value.Invert();
        easy *= easy.Frobenius().Frobenius();

        var a = PowerOfX(easy) * easy.Conjugate();
        a = PowerOfX(a) * a.Conjugate();
        var b = PowerOfX(a) * a.Frobenius();
        var c = PowerOfX(PowerOfX(b)) * b.Frobenius().Frobenius() * b.Conjugate();
        return c * easy.CyclotomicSquare() * easy;
    }

    /// <summary>The power by x, for elements after the first step, whose conjugate is their inverse: x is negative.</summary>
    private static Fp12 PowerOfX(in Fp12 value)
    {
        var power = value;
        for (var bit = BitOperations.Log2(Bls12381.X) - 1; bit >= 0; bit--)
        {
            power = power.CyclotomicSquare();
            if (((Bls12381.X >> bit) & 1) != 0)
            {
                power *= value;
            }
        }

        return power.Conjugate();
    }
}
