namespace Tsps.Drand.Fields;

/// <summary>c0 + c1·v + c2·v² over <see cref="Fp2"/>, with v³ = ξ = 1 + u.</summary>
internal readonly struct Fp6(in Fp2 c0, in Fp2 c1, in Fp2 c2) : IField<Fp6>
{
    public readonly Fp2 C0 = c0;
    public readonly Fp2 C1 = c1;
    public readonly Fp2 C2 = c2;

    public static Fp6 Zero => default;

    public static Fp6 One { get; } = new(Fp2.One, Fp2.Zero, Fp2.Zero);

    public bool IsZero => C0.IsZero && C1.IsZero && C2.IsZero;

    public static Fp6 operator +(in Fp6 left, in Fp6 right) => new(left.C0 + right.C0, left.C1 + right.C1, left.C2 + right.C2);

    public static Fp6 operator -(in Fp6 left, in Fp6 right) => new(left.C0 - right.C0, left.C1 - right.C1, left.C2 - right.C2);

    public static Fp6 operator -(in Fp6 value) => new(-value.C0, -value.C1, -value.C2);

    public static Fp6 operator *(in Fp6 left, in Fp6 right)
    {
        var p0 = left.C0 * right.C0;
        var p1 = left.C1 * right.C1;
        var p2 = left.C2 * right.C2;
        var p01 = ((left.C0 + left.C1) * (right.C0 + right.C1)) - p0 - p1;
        var p02 = ((left.C0 + left.C2) * (right.C0 + right.C2)) - p0 - p2;
        var p12 = ((left.C1 + left.C2) * (right.C1 + right.C2)) - p1 - p2;
        return new(p0 + p12.TimesXi(), p01 + p2.TimesXi(), p02 + p1);
    }

    public Fp6 Square() => this * this;

    /// <summary>Times b0 + b1·v, with a Fp2 product less than a full one.</summary>
    public Fp6 TimesSparse(in Fp2 b0, in Fp2 b1)
    {
        var p0 = C0 * b0;
        var p1 = C1 * b1;
        return new(
            p0 + (C2 * b1).TimesXi(),
            ((C0 + C1) * (b0 + b1)) - p0 - p1,
            (C2 * b0) + p1);
    }

    /// <summary>Times b·v.</summary>
    public Fp6 TimesV(in Fp2 b) => new((C2 * b).TimesXi(), C0 * b, C1 * b);

    public Fp6 TimesV() => new(C2.TimesXi(), C0, C1);

    /// <remarks>
    /// a0, a1 and a2 are the first column of the adjugate of the matrix that multiplies by this element; the determinant is its norm in
    /// <see cref="Fp2"/>.
    /// </remarks>
    public Fp6 Invert()
    {
        var a0 = C0.Square() - (C1 * C2).TimesXi();
        var a1 = C2.Square().TimesXi() - (C0 * C1);
        var a2 = C1.Square() - (C0 * C2);
        var norm = (C0 * a0) + ((C2 * a1) + (C1 * a2)).TimesXi();
        var inverse = norm.Invert();
        return new(a0 * inverse, a1 * inverse, a2 * inverse);
    }

    public bool Equals(Fp6 other) => C0.Equals(other.C0) && C1.Equals(other.C1) && C2.Equals(other.C2);

    public override bool Equals(object? obj) => obj is Fp6 other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(C0, C1, C2);
}
