using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Tsps.Drand.Fields;
using Tsps.Drand.Pairings;
using Tsps.Drand.Tests.Support;
using Tsps.Testing;

namespace Tsps.Drand.Tests.Fields;

[Trait(Categories.Name, Categories.Unit)]
public sealed class TowerTests
{
    private static readonly Fp2 U = new(Fp.Zero, Fp.One);
    private static readonly Fp2 Xi = Fp2.One + U;
    private static readonly Fp6 V = new(Fp2.Zero, Fp2.One, Fp2.Zero);
    private static readonly Fp12 W = new(Fp6.Zero, Fp6.One);

    [Property]
    public Property Fp_is_a_field() => Laws.OfField(Elements.Fps);

    [Property]
    public Property Fp2_is_a_field() => Laws.OfField(Elements.Fp2s);

    [Property]
    public Property Fp6_is_a_field() => Laws.OfField(Elements.Fp6s);

    [Property]
    public Property Fp12_is_a_field() => Laws.OfField(Elements.Fp12s);

    [Property]
    public Property Fp_has_roots_an_order_and_bytes() => Laws.OfCoordinate(Elements.Fps);

    [Property]
    public Property Fp2_has_roots_an_order_and_bytes() => Laws.OfCoordinate(Elements.Fp2s);

    [Fact]
    public void The_tower_is_built_on_the_roots_that_it_says()
    {
        Assert.Equal(-Fp2.One, U.Square());
        Assert.Equal(Xi, Fp2.One.TimesXi());
        Assert.Equal(new Fp6(Xi, Fp2.Zero, Fp2.Zero), V * V * V);
        Assert.Equal(new Fp12(V, Fp6.Zero), W.Square());
    }

    /// <summary>Else the polynomials of the tower would not be irreducible.</summary>
    [Fact]
    public void Xi_is_neither_a_square_nor_a_cube()
    {
        var order = (Numbers.Modulus * Numbers.Modulus) - 1;
        Assert.False(Xi.TrySquareRoot(out _));
        Assert.NotEqual(Fp2.One, Numbers.Power(Xi, order / 2));
        Assert.NotEqual(Fp2.One, Numbers.Power(Xi, order / 3));
    }

    [Property]
    public Property An_element_of_Fp2_without_a_root_is_refused() =>
        Prop.ForAll(
            Elements.Fp2s.Where(value => !value.IsZero).ToArbitrary(),
            value => value.TrySquareRoot(out _) != value.TimesXi().TrySquareRoot(out _));

    [Property]
    public Property Short_products_equal_whole_ones() =>
        Prop.ForAll(
            (from a in Elements.Fp12s from b in Elements.Fp6s select (a, b)).ToArbitrary(),
            item =>
            {
                var a = item.a;
                var (b0, b1, b4) = (item.b.C0, item.b.C1, item.b.C2);
                Assert.Equal(a.C0.C0 * Xi, a.C0.C0.TimesXi());
                Assert.Equal(a.C0 * V, a.C0.TimesV());
                Assert.Equal(a.C0 * new Fp6(Fp2.Zero, b1, Fp2.Zero), a.C0.TimesV(b1));
                Assert.Equal(a.C0 * new Fp6(b0, b1, Fp2.Zero), a.C0.TimesSparse(b0, b1));
                Assert.Equal(a * new Fp12(new(b0, b1, Fp2.Zero), new(Fp2.Zero, b4, Fp2.Zero)), a.TimesLine(b0, b1, b4));
            });

    [Property(MaxTest = 20)]
    public Property Frobenius_is_the_power_by_the_modulus() =>
        Prop.ForAll(Elements.Fp12s.ToArbitrary(), value => Assert.Equal(Numbers.Power(value, Numbers.Modulus), value.Frobenius()));

    [Property]
    public Property Conjugation_is_six_times_Frobenius() =>
        Prop.ForAll(Elements.Fp12s.ToArbitrary(), value =>
            Assert.Equal(value.Frobenius().Frobenius().Frobenius().Frobenius().Frobenius().Frobenius(), value.Conjugate()));

    [Property(MaxTest = 20)]
    public Property The_quick_square_is_the_square_of_what_the_final_exponentiation_gives() =>
        Prop.ForAll(Elements.Fp12s.Where(value => !value.IsZero).ToArbitrary(), value =>
        {
            var result = FinalExponentiation.Run(value);
            Assert.Equal(result.Square(), result.CyclotomicSquare());
            Assert.Equal(result.Invert(), result.Conjugate());
        });

    [Property]
    public Property Bytes_are_those_of_the_coefficients_turned_round() =>
        Prop.ForAll(Elements.Fp12s.ToArbitrary(), value =>
        {
            var bytes = new byte[Fp12.Size];
            value.WriteLittleEndian(bytes);
            var coefficients = new[] { value.C0, value.C1 }.SelectMany(c => new[] { c.C0, c.C1, c.C2 }).SelectMany(c => new[] { c.C0, c.C1 });
            Assert.Equal(
                coefficients.Select(c => c.ToString()),
                bytes.Chunk(Fp.Size).Select(chunk => Convert.ToHexStringLower([.. chunk.Reverse()])));
        });
}
