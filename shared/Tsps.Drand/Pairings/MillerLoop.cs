using System.Numerics;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;

namespace Tsps.Drand.Pairings;

/// <summary>
/// The loop of the optimal ate pairing: the lines through the multiples of Q up to |x| times Q, each taken at P, and all multiplied together.
/// </summary>
/// <remarks>
/// G2 lies on a twist of the curve: its point (x, y) stands for (x/w², y/w³). A line of slope s through it takes at P the value
/// yP − s/w·xP + (s·x − y)/w³. Times w³ and the denominator of s that is b0 + b1·v + b4·v·w, and no division is left; these two factors lie
/// in smaller fields, where the final exponentiation turns everything into 1.
/// </remarks>
internal static class MillerLoop
{
    public static Fp12 Run(in AffinePoint<Fp> p, in AffinePoint<Fp2> q)
    {
        var value = Fp12.One;
        var multiple = JacobianPoint<Fp2>.From(q);
        for (var bit = BitOperations.Log2(Bls12381.X) - 1; bit >= 0; bit--)
        {
            var doubled = multiple.Double();
            value = TimesTangent(value.Square(), multiple, doubled, p);
            multiple = doubled;
            if (((Bls12381.X >> bit) & 1) != 0)
            {
                var sum = multiple.Add(q);
                value = TimesChord(value, multiple, q, sum, p);
                multiple = sum;
            }
        }

        // x is negative.
        return value.Conjugate();
    }

    /// <summary>The slope is m/Z of the doubled point.</summary>
    private static Fp12 TimesTangent(in Fp12 value, in JacobianPoint<Fp2> point, in JacobianPoint<Fp2> doubled, in AffinePoint<Fp> p)
    {
        var xx = point.X.Square();
        var m = xx.Double() + xx;
        var zz = point.Z.Square();
        return value.TimesLine(
            (m * point.X) - point.Y.Square().Double(),
            -(m * zz * p.X),
            doubled.Z * zz * p.Y);
    }

    /// <summary>The slope is theta/Z of the sum.</summary>
    private static Fp12 TimesChord(
        in Fp12 value, in JacobianPoint<Fp2> point, in AffinePoint<Fp2> q, in JacobianPoint<Fp2> sum, in AffinePoint<Fp> p)
    {
        var theta = (q.Y * point.Z.Square() * point.Z) - point.Y;
        return value.TimesLine(
            (theta * q.X) - (q.Y * sum.Z),
            -(theta * p.X),
            sum.Z * p.Y);
    }
}
