using FsCheck.Xunit;
using Tsps.Scoring.Numerics;
using Tsps.Testing;

namespace Tsps.Scoring.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class ElementaryTests
{
    // Right to the last bit: decimal arithmetic of 60 digits, rounded once.
    [Theory]
    [InlineData(1e-18, 1e-18)]
    [InlineData(-1e-18, -1e-18)]
    [InlineData(5e-324, 5e-324)]
    [InlineData(1e-300, 1e-300)]
    [InlineData(1e-12, 1.0000000000005e-12)]
    [InlineData(3e-09, 3.0000000045e-09)]
    [InlineData(-2.5e-07, -2.499999687500026e-07)]
    [InlineData(1e-05, 1.0000050000166668e-05)]
    [InlineData(-0.001, -0.0009995001666250085)]
    [InlineData(0.02, 0.02020134002675581)]
    [InlineData(0.3, 0.3498588075760031)]
    [InlineData(-0.7, -0.5034146962085905)]
    [InlineData(1.0, 1.7182818284590453)]
    [InlineData(-3.5, -0.9698026165776815)]
    [InlineData(20.0, 485165194.4097903)]
    [InlineData(-38.0, -1.0)]
    [InlineData(150.25, 1.7895585250568457e+65)]
    [InlineData(700.5, 1.6721859620674984e+304)]
    public void Exp_minus_one_is_right_to_the_last_bit(double x, double expected) => Assert.Equal(expected, Elementary.ExpM1(x));

    [Theory]
    [InlineData(1e-18, 1e-18)]
    [InlineData(-1e-18, -1e-18)]
    [InlineData(5e-324, 5e-324)]
    [InlineData(1e-300, 1e-300)]
    [InlineData(1e-12, 9.999999999995e-13)]
    [InlineData(3e-09, 2.9999999955e-09)]
    [InlineData(-2.5e-07, -2.500000312500052e-07)]
    [InlineData(1e-05, 9.999950000333332e-06)]
    [InlineData(-0.001, -0.0010005003335835335)]
    [InlineData(0.02, 0.019802627296179712)]
    [InlineData(0.42, 0.35065687161316933)]
    [InlineData(-0.7, -1.203972804325936)]
    [InlineData(1.0, 0.6931471805599453)]
    [InlineData(33.7, 3.5467396869528134)]
    [InlineData(-0.999999, -13.815510557935518)]
    [InlineData(100000000.0, 18.420680753952364)]
    [InlineData(1e+25, 57.564627324851145)]
    public void Log_of_one_plus_is_right_to_the_last_bit(double x, double expected) => Assert.Equal(expected, Elementary.Log1P(x));

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(-0.001, 0.999000499833375)]
    [InlineData(-0.05, 0.951229424500714)]
    [InlineData(-0.099, 0.9057427080235485)]
    [InlineData(1.0, 2.718281828459045)]
    [InlineData(-1.0, 0.36787944117144233)]
    [InlineData(0.5, 1.6487212707001282)]
    [InlineData(709.78, 1.7928227943945155e+308)]
    [InlineData(-700.0, 9.85967654375977e-305)]
    [InlineData(-744.0, 1e-323)]
    public void Exp_is_right_to_the_last_bit(double x, double expected) => Assert.Equal(expected, Elementary.Exp(x));

    [Fact]
    public void Limits_and_values_that_are_no_number_pass_through()
    {
        Assert.Equal(double.PositiveInfinity, Elementary.Exp(double.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, Elementary.Exp(709.8));
        Assert.Equal(0, Elementary.Exp(double.NegativeInfinity));
        Assert.Equal(double.NaN, Elementary.Exp(double.NaN));
        Assert.Equal(double.PositiveInfinity, Elementary.ExpM1(709.8));
        Assert.Equal(-1, Elementary.ExpM1(double.NegativeInfinity));
        Assert.Equal(double.NaN, Elementary.ExpM1(double.NaN));
        Assert.Equal(double.NegativeInfinity, Elementary.Log1P(-1));
        Assert.Equal(double.NaN, Elementary.Log1P(-1.5));
        Assert.Equal(double.NaN, Elementary.Log1P(double.NaN));
        Assert.Equal(double.PositiveInfinity, Elementary.Log1P(double.PositiveInfinity));
    }

    [Property]
    public void Log_of_one_plus_undoes_exp_minus_one(short hundredths)
    {
        var x = hundredths / 50.0;
        if (x > -15)
        {
            // 1 + e^x − 1 keeps fewer digits of x the smaller it is.
            var lost = Math.Max(1, Math.Exp(-x));
            Assert.Equal(x, Elementary.Log1P(Elementary.ExpM1(x)), 1e-15 * Math.Max(1, Math.Abs(x)) * lost);
        }
    }
}
