using Tsps.Drand.Fields;

namespace Tsps.Drand.Curves;

/// <summary>
/// The simplified Shallue-van de Woestijne-Ulas map (RFC 9380, section 6.6.2) from the field to the curve y² = x³ + A·x + B, from which
/// <see cref="Isogeny"/> leads on. The map needs A and B other than 0, and the curve of G1 has A = 0.
/// </summary>
internal static class SimplifiedSwu
{
    public static readonly Fp A = Fp.FromHex("144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1d");

    public static readonly Fp B = Fp.FromHex("12e2908d11688030018b12e8753eee3b2016c1f0f24f4070a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0");

    private static readonly Fp Z = Fp.FromNumber(11);

    private static readonly Fp MinusBOverA = -(B * A.Invert());

    private static readonly Fp BOverZA = B * (Z * A).Invert();

    public static AffinePoint<Fp> Map(in Fp u)
    {
        var zuu = Z * u.Square();
        var denominator = (zuu.Square() + zuu).Invert();
        var x = denominator.IsZero ? BOverZA : MinusBOverA * (Fp.One + denominator);
        if (!SquareOfY(x).TrySquareRoot(out var y))
        {
            // Of these two x one has a y, since Z is no square.
            x *= zuu;
            _ = SquareOfY(x).TrySquareRoot(out y);
        }

        return new(x, u.IsOdd == y.IsOdd ? y : -y);
    }

    private static Fp SquareOfY(in Fp x) => ((x.Square() + A) * x) + B;
}
