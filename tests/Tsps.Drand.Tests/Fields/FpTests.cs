using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;
using Tsps.Drand.Tests.Support;
using Tsps.Testing;

namespace Tsps.Drand.Tests.Fields;

[Trait(Categories.Name, Categories.Unit)]
public sealed class FpTests
{
    [Fact]
    public void The_modulus_and_the_order_are_those_that_the_curve_s_parameter_defines()
    {
        Assert.Equal(Numbers.Modulus, Fp.Modulus.Number());
        Assert.Equal(Numbers.Order, Bls12381.Order.Number());
    }

    [Property]
    public Property Computes_as_whole_numbers_do() =>
        Prop.ForAll((from a in Elements.Fps from b in Elements.Fps select (a, b)).ToArbitrary(), pair =>
        {
            var (a, b) = (pair.a.Number(), pair.b.Number());
            Assert.Equal(Numbers.Reduce(a + b, Numbers.Modulus), (pair.a + pair.b).Number());
            Assert.Equal(Numbers.Reduce(a - b, Numbers.Modulus), (pair.a - pair.b).Number());
            Assert.Equal(Numbers.Reduce(-a, Numbers.Modulus), (-pair.a).Number());
            Assert.Equal(Numbers.Reduce(a * b, Numbers.Modulus), (pair.a * pair.b).Number());
            Assert.Equal(BigInteger.ModPow(a, Numbers.Modulus - 2, Numbers.Modulus), pair.a.Invert().Number());
            Assert.Equal(!a.IsEven, pair.a.IsOdd);
            Assert.Equal(a > Numbers.Modulus / 2, pair.a.IsGreaterThanNegative);
        });

    [Property]
    public Property Has_a_root_of_just_one_of_a_number_and_its_negative() =>
        Prop.ForAll(
            Elements.Fps.Where(value => !value.IsZero).ToArbitrary(),
            value => value.TrySquareRoot(out _) != (-value).TrySquareRoot(out _));

    [Property]
    public Property Reduces_what_is_longer_than_the_modulus() =>
        Prop.ForAll(Elements.Bytes(Fp.WideSize).ToArbitrary(), bytes =>
            Assert.Equal(Numbers.Number(bytes) % Numbers.Modulus, Fp.FromWide(bytes).Number()));

    [Property]
    public Property Reads_numbers_below_the_modulus_only()
    {
        var numbers = Gen.OneOf(
            Elements.Bytes(Fp.Size).Select(bytes => Numbers.Number(bytes)),
            Gen.Choose(-2, 2).Select(offset => Numbers.Modulus + offset),
            Gen.Constant(BigInteger.Pow(2, 8 * Fp.Size) - 1));
        return Prop.ForAll(numbers.ToArbitrary(), number => Fp.TryRead(Numbers.ToBytes(number, Fp.Size), out _) == (number < Numbers.Modulus));
    }

    [Fact]
    public void Refuses_a_constant_that_is_not_below_the_modulus() =>
        Assert.Throws<FormatException>(() => Fp.FromHex(Numbers.Modulus.ToString("x", null)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    [InlineData(1, 6)]
    [InlineData(5, 1_000_003)]
    public void Divides_the_modulus_to_an_exponent(ulong less, ulong divisor) =>
        Assert.Equal((Numbers.Modulus - less) / divisor, Numbers.Number(Exponent.ModulusLess(less, divisor)));

    [Property]
    public Property Takes_powers() =>
        Prop.ForAll((from value in Elements.Fps from exponent in Elements.Scalars select (value, exponent)).ToArbitrary(), pair =>
            Assert.Equal(
                BigInteger.ModPow(pair.value.Number(), pair.exponent, Numbers.Modulus),
                Numbers.Power(pair.value, pair.exponent).Number()));
}
