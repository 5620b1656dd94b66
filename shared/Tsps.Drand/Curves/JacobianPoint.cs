using Tsps.Drand.Fields;

namespace Tsps.Drand.Curves;

/// <summary>The point (X/Z², Y/Z³) of a curve y² = x³ + b, or infinity where Z = 0: to add without dividing.</summary>
internal readonly struct JacobianPoint<TField>(in TField x, in TField y, in TField z)
    where TField : struct, ICoordinate<TField>
{
    public readonly TField X = x;
    public readonly TField Y = y;
    public readonly TField Z = z;

    public static JacobianPoint<TField> Infinity => new(TField.One, TField.One, TField.Zero);

    public bool IsInfinity => Z.IsZero;

    public static JacobianPoint<TField> From(in AffinePoint<TField> point) => new(point.X, point.Y, TField.One);

    /// <remarks>The tangent's slope is M/Z3 with M = 3X² and Z3 = 2YZ.</remarks>
    public JacobianPoint<TField> Double()
    {
        var xx = X.Square();
        var yy = Y.Square();
        var m = xx + xx + xx;
        var s = X * yy;
        s += s;
        s += s;
        var x3 = m.Square() - s - s;
        var yyyy8 = yy.Square();
        yyyy8 += yyyy8;
        yyyy8 += yyyy8;
        yyyy8 += yyyy8;
        var yz = Y * Z;
        return new(x3, (m * (s - x3)) - yyyy8, yz + yz);
    }

    /// <remarks>The slope is theta/Z3, with H = x·Z² − X, theta = y·Z³ − Y and Z3 = Z·H.</remarks>
    public JacobianPoint<TField> Add(in AffinePoint<TField> point)
    {
        if (IsInfinity)
        {
            return From(point);
        }

        var zz = Z.Square();
        var h = (point.X * zz) - X;
        var theta = (point.Y * zz * Z) - Y;
        if (h.IsZero)
        {
            return theta.IsZero ? Double() : Infinity;
        }

        var hh = h.Square();
        var hhh = hh * h;
        var v = X * hh;
        var x3 = theta.Square() - hhh - v - v;
        return new(x3, (theta * (v - x3)) - (Y * hhh), Z * h);
    }

    /// <exception cref="InvalidOperationException">The point is at infinity.</exception>
    public AffinePoint<TField> ToAffine()
    {
        if (IsInfinity)
        {
            throw new InvalidOperationException("The point at infinity has no coordinates.");
        }

        var inverse = Z.Invert();
        var squared = inverse.Square();
        return new(X * squared, Y * squared * inverse);
    }
}
