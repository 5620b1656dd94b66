using Tsps.Drand.Curves;
using Tsps.Drand.Fields;

namespace Tsps.Drand.Pairings;

/// <summary>The optimal ate pairing e of BLS12-381: e(a·P, b·Q) = e(P, Q)^(a·b), and never 1 for the points that this library holds.</summary>
internal static class Pairing
{
    public static Fp12 Of(in AffinePoint<Fp> p, in AffinePoint<Fp2> q) => FinalExponentiation.Run(MillerLoop.Run(p, q));

    /// <summary>Whether e(P1, Q1) = e(P2, Q2), with one final exponentiation for both.</summary>
    public static bool AreEqual(in AffinePoint<Fp> p1, in AffinePoint<Fp2> q1, in AffinePoint<Fp> p2, in AffinePoint<Fp2> q2) =>
        FinalExponentiation.Run(MillerLoop.Run(p1, q1) * MillerLoop.Run(-p2, q2)).Equals(Fp12.One);
}
