namespace Tsps.Drand.Fields;

/// <summary>c0 + c1·u over <see cref="Fp"/>, with u² = −1.</summary>
internal readonly struct Fp2(in Fp c0, in Fp c1) : ICoordinate<Fp2>
{
    public const int Size = 2 * Fp.Size;

    public readonly Fp C0 = c0;
    public readonly Fp C1 = c1;

    private static readonly Fp Half = Fp.FromNumber(2).Invert();

    static int ICoordinate<Fp2>.Size => Size;

    public static Fp2 Zero => default;

    public static Fp2 One { get; } = new(Fp.One, Fp.Zero);

    public bool IsZero => C0.IsZero && C1.IsZero;

    /// <summary>The order of c1, then that of c0.</summary>
    public bool IsGreaterThanNegative => C1.IsZero ? C0.IsGreaterThanNegative : C1.IsGreaterThanNegative;

    public static Fp2 operator +(in Fp2 left, in Fp2 right) => new(left.C0 + right.C0, left.C1 + right.C1);

    public static Fp2 operator -(in Fp2 left, in Fp2 right) => new(left.C0 - right.C0, left.C1 - right.C1);

    public static Fp2 operator -(in Fp2 value) => new(-value.C0, -value.C1);

    public static Fp2 operator *(in Fp2 left, in Fp2 right)
    {
        var p0 = left.C0 * right.C0;
        var p1 = left.C1 * right.C1;
        var cross = (left.C0 + left.C1) * (right.C0 + right.C1);
        return new(p0 - p1, cross - p0 - p1);
    }

    public static Fp2 operator *(in Fp2 left, in Fp right) => new(left.C0 * right, left.C1 * right);

    /// <summary>c1 comes first.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Fp2 value)
    {
        var below = Fp.TryRead(bytes[..Fp.Size], out var c1) & Fp.TryRead(bytes[Fp.Size..], out var c0);
        value = new(c0, c1);
        return below;
    }

    /// <summary>c1 comes first.</summary>
    public void Write(Span<byte> bytes)
    {
        C1.Write(bytes);
        C0.Write(bytes[Fp.Size..]);
    }

    public Fp2 Square()
    {
        var product = C0 * C1;
        return new((C0 + C1) * (C0 - C1), product + product);
    }

    public Fp2 Double() => this + this;

    public Fp2 Conjugate() => new(C0, -C1);

    /// <summary>Times 1 + u, which is neither a square nor a cube: the tower above is built on it.</summary>
    public Fp2 TimesXi() => new(C0 - C1, C0 + C1);

    public Fp2 Invert() => Conjugate() * Norm().Invert();

    /// <remarks>
    /// For the root x0 + x1·u, x0² − x1² = c0 and 2·x0·x1 = c1. So x0² is (c0 ± √norm)/2, whichever of the two is a square in
    /// <see cref="Fp"/>.
    /// </remarks>
    public bool TrySquareRoot(out Fp2 root)
    {
        if (C1.IsZero)
        {
            root = RootOfReal(C0);
            return true;
        }

        root = default;
        if (!Norm().TrySquareRoot(out var length))
        {
            return false;
        }

        if (!((C0 + length) * Half).TrySquareRoot(out var x0))
        {
            _ = ((C0 - length) * Half).TrySquareRoot(out x0);
        }

        root = new(x0, C1 * Half * x0.Invert());
        return true;
    }

    public bool Equals(Fp2 other) => C0.Equals(other.C0) && C1.Equals(other.C1);

    public override bool Equals(object? obj) => obj is Fp2 other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(C0, C1);

    public override string ToString() => $"{C0} + {C1}·u";

    /// <summary>All of <see cref="Fp"/> has roots here: of a number and its negative one is a square there, since p = 3 mod 4.</summary>
    private static Fp2 RootOfReal(in Fp value)
    {
        if (value.TrySquareRoot(out var real))
        {
            return new(real, Fp.Zero);
        }

        _ = (-value).TrySquareRoot(out var imaginary);
        return new(Fp.Zero, imaginary);
    }

    private Fp Norm() => C0.Square() + C1.Square();
}
