namespace Tsps.Drand.Fields;

/// <content>Inverses and square roots, all by one power: e = (p − 3)/4.</content>
internal readonly partial struct Fp
{
    private static readonly ulong[] RootExponent = Exponent.ModulusLess(3, dividedBy: 4);

    /// <summary>x^(p−2), by Fermat: p − 2 = 4e + 1.</summary>
    public Fp Invert() => RootPower().Square().Square() * this;

    /// <summary>For p = 3 mod 4 it is x^((p+1)/4) when there is one: (p + 1)/4 = e + 1.</summary>
    public bool TrySquareRoot(out Fp root)
    {
        root = RootPower() * this;
        return root.Square().Equals(this);
    }

    private Fp RootPower() => Exponent.Power(this, RootExponent);
}
