namespace Tsps.Drand.Fields;

/// <summary>c0 + c1·w over <see cref="Fp6"/>, with w² = v: the field in which pairings take their values.</summary>
internal readonly partial struct Fp12(in Fp6 c0, in Fp6 c1) : IField<Fp12>
{
    /// <summary>Bytes of <see cref="WriteLittleEndian"/>.</summary>
    public const int Size = 12 * Fp.Size;

    public readonly Fp6 C0 = c0;
    public readonly Fp6 C1 = c1;

    public static Fp12 Zero => default;

    public static Fp12 One { get; } = new(Fp6.One, Fp6.Zero);

    public bool IsZero => C0.IsZero && C1.IsZero;

    public static Fp12 operator +(in Fp12 left, in Fp12 right) => new(left.C0 + right.C0, left.C1 + right.C1);

    public static Fp12 operator -(in Fp12 left, in Fp12 right) => new(left.C0 - right.C0, left.C1 - right.C1);

    public static Fp12 operator -(in Fp12 value) => new(-value.C0, -value.C1);

    public static Fp12 operator *(in Fp12 left, in Fp12 right)
    {
        var p0 = left.C0 * right.C0;
        var p1 = left.C1 * right.C1;
        var cross = (left.C0 + left.C1) * (right.C0 + right.C1);
        return new(p0 + p1.TimesV(), cross - p0 - p1);
    }

    /// <summary>c0² + v·c1² is got from (c0 + c1)(c0 + v·c1), two products instead of three.</summary>
    public Fp12 Square()
    {
        var product = C0 * C1;
        var real = ((C0 + C1) * (C0 + C1.TimesV())) - product - product.TimesV();
        return new(real, product + product);
    }

    /// <summary>Times a line of the Miller loop, b0 + b1·v + b4·v·w, with 13 Fp2 products instead of 18.</summary>
    public Fp12 TimesLine(in Fp2 b0, in Fp2 b1, in Fp2 b4)
    {
        var p0 = C0.TimesSparse(b0, b1);
        var p1 = C1.TimesV(b4);
        var cross = (C0 + C1).TimesSparse(b0, b1 + b4);
        return new(p0 + p1.TimesV(), cross - p0 - p1);
    }

    /// <summary>c0 − c1·w, the power by p^6; for what a pairing gives it is the inverse.</summary>
    public Fp12 Conjugate() => new(C0, -C1);

    public Fp12 Invert()
    {
        var inverse = (C0.Square() - C1.Square().TimesV()).Invert();
        return new(C0 * inverse, -(C1 * inverse));
    }

    /// <summary>
    /// The twelve coefficients, each the least significant byte first, in the order of the towers: c0 before c1 of this field, c0, c1, c2 of
    /// <see cref="Fp6"/>, c0 before c1 of <see cref="Fp2"/> (chain specification, section 7).
    /// </summary>
    public void WriteLittleEndian(Span<byte> bytes)
    {
        ReadOnlySpan<Fp2> coefficients = [C0.C0, C0.C1, C0.C2, C1.C0, C1.C1, C1.C2];
        foreach (var coefficient in coefficients)
        {
            coefficient.Write(bytes[..Fp2.Size]);
            bytes[..Fp2.Size].Reverse();
            bytes = bytes[Fp2.Size..];
        }
    }

    public bool Equals(Fp12 other) => C0.Equals(other.C0) && C1.Equals(other.C1);

    public override bool Equals(object? obj) => obj is Fp12 other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(C0, C1);
}
