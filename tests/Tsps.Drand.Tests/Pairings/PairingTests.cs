using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;
using Tsps.Drand.Pairings;
using Tsps.Drand.Tests.Support;
using Tsps.Testing;

namespace Tsps.Drand.Tests.Pairings;

[Trait(Categories.Name, Categories.Unit)]
public sealed class PairingTests
{
    [Property(MaxTest = 20)]
    public Property Is_linear_on_both_sides() =>
        Prop.ForAll(
            (from p in Elements.G1Points
             from q in Elements.G2Points
             from a in Elements.Scalars
             from b in Elements.Scalars
             select (p, q, a, b)).ToArbitrary(),
            item =>
            {
                var (p, q, a, b) = item;
                var product = a * b % Numbers.Order;
                var power = Numbers.Power(Pairing.Of(p, q), product);
                Assert.Equal(power, Pairing.Of(p.Times(a), q.Times(b)));
                Assert.Equal(power, Pairing.Of(p.Times(b), q.Times(a)));
                Assert.True(Pairing.AreEqual(p.Times(a), q.Times(b), p.Times(product), q));
            });

    [Property(MaxTest = 20)]
    public Property Turns_sums_into_products() =>
        Prop.ForAll(
            (from p in Pairs(Elements.G1Points) from q in Pairs(Elements.G2Points) select (p, q)).ToArbitrary(),
            item =>
            {
                var ((p, p2), (q, q2)) = item;
                Assert.Equal(Pairing.Of(p, q) * Pairing.Of(p2, q), Pairing.Of(p.Plus(p2), q));
                Assert.Equal(Pairing.Of(p, q) * Pairing.Of(p, q2), Pairing.Of(p, q.Plus(q2)));
                Assert.Equal(Pairing.Of(p, q).Invert(), Pairing.Of(-p, q));
                Assert.Equal(Pairing.Of(-p, q), Pairing.Of(p, -q));
            });

    [Property(MaxTest = 20)]
    public Property Is_never_one_and_has_the_groups_order() =>
        Prop.ForAll((from p in Elements.G1Points from q in Elements.G2Points select (p, q)).ToArbitrary(), pair =>
        {
            var value = Pairing.Of(pair.p, pair.q);
            Assert.NotEqual(Fp12.One, value);
            Assert.Equal(Fp12.One, Numbers.Power(value, Numbers.Order));
        });

    [Property(MaxTest = 20)]
    public Property Tells_unequal_pairings_apart() =>
        Prop.ForAll(
            (from p in Elements.G1Points from p2 in Elements.G1Points from q in Elements.G2Points select (p, p2, q)).ToArbitrary(),
            item => Pairing.AreEqual(item.p, item.q, item.p2, item.q) == item.p.Equals(item.p2));

    [Property(MaxTest = 5)]
    public Property The_final_exponentiation_is_the_power_that_it_says() =>
        Prop.ForAll(Elements.Fp12s.Where(value => !value.IsZero).ToArbitrary(), value =>
            Assert.Equal(Numbers.Power(value, 3 * (BigInteger.Pow(Numbers.Modulus, 12) - 1) / Numbers.Order), FinalExponentiation.Run(value)));

    /// <summary>Two points whose sum is not infinity.</summary>
    private static Gen<(AffinePoint<TField>, AffinePoint<TField>)> Pairs<TField>(Gen<AffinePoint<TField>> points)
        where TField : struct, ICoordinate<TField> =>
        from a in points
        from b in points
        where !a.Equals(-b)
        select (a, b);
}
