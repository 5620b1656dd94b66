using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;
using Tsps.Drand.Tests.Support;
using Tsps.Testing;

namespace Tsps.Drand.Tests.Curves;

[Trait(Categories.Name, Categories.Unit)]
public sealed class GroupTests
{
    [Property(MaxTest = 30)]
    public Property G1_is_a_group() => IsGroup(Bls12381.G1, Elements.G1Points);

    [Property(MaxTest = 30)]
    public Property G2_is_a_group() => IsGroup(Bls12381.G2, Elements.G2Points);

    [Property(MaxTest = 30)]
    public Property Multiples_of_G1_add_up() => MultiplesAddUp(Bls12381.G1);

    [Property(MaxTest = 30)]
    public Property Multiples_of_G2_add_up() => MultiplesAddUp(Bls12381.G2);

    [Fact]
    public void The_order_times_a_generator_is_infinity()
    {
        Assert.True(Bls12381.G1.Generator.Multiply(Bls12381.Order).IsInfinity);
        Assert.True(Bls12381.G2.Generator.Multiply(Bls12381.Order).IsInfinity);
    }

    [Fact]
    public void Infinity_has_no_coordinates() =>
        Assert.Throws<InvalidOperationException>(() => JacobianPoint<Fp>.Infinity.ToAffine());

    private static Property IsGroup<TField>(Group<TField> group, Gen<AffinePoint<TField>> points)
        where TField : struct, ICoordinate<TField>
    {
        // Points whose sums are the special cases of addition are far too rare to be met by chance; they have lines of their own.
        var triples = from a in points from b in points from c in points where !a.X.Equals(b.X) && !b.X.Equals(c.X) select (a, b, c);
        return Prop.ForAll(triples.ToArbitrary(), triple =>
        {
            var (a, b, c) = triple;
            Assert.Equal(group.SquareOfY(a.X), a.Y.Square());
            Assert.Equal(group.SquareOfY(a.Plus(b).X), a.Plus(b).Y.Square());
            Assert.Equal(a.Plus(b), b.Plus(a));
            AssertSame(Jacobian(a.Plus(b)).Add(c), Jacobian(b.Plus(c)).Add(a));
            Assert.Equal(a, a.Plus(b).Plus(-b));

            Assert.Equal(a, JacobianPoint<TField>.Infinity.Add(a).ToAffine());
            Assert.True(Jacobian(a).Add(-a).IsInfinity);
            Assert.True(JacobianPoint<TField>.Infinity.Double().IsInfinity);
            Assert.Equal(Jacobian(a).Double().ToAffine(), a.Plus(a));
            Assert.Equal(Jacobian(a).Double().Add(a).ToAffine(), a.Times(3));
        });

        static JacobianPoint<TField> Jacobian(AffinePoint<TField> point) => JacobianPoint<TField>.From(point);

        static void AssertSame(JacobianPoint<TField> left, JacobianPoint<TField> right)
        {
            Assert.Equal(left.IsInfinity, right.IsInfinity);
            if (!left.IsInfinity)
            {
                Assert.Equal(left.ToAffine(), right.ToAffine());
            }
        }
    }

    private static Property MultiplesAddUp<TField>(Group<TField> group)
        where TField : struct, ICoordinate<TField> =>
        Prop.ForAll(
            (from a in Elements.Scalars from b in Elements.Scalars where (a + b) % Numbers.Order != 0 select (a, b)).ToArbitrary(),
            pair =>
            {
                var (a, b) = pair;
                var generator = group.Generator;
                Assert.Equal(generator.Times(a + b), generator.Times(a).Plus(generator.Times(b)));
                Assert.Equal(generator.Times(a * b % Numbers.Order), generator.Times(a).Times(b));
                Assert.Equal(generator.Times(a), generator.Times(a + Numbers.Order));
                Assert.Equal(-generator.Times(a), generator.Times(Numbers.Order - a));
            });
}
