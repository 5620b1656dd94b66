using Tsps.Testing;

namespace Tsps.Scoring.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class PredictionCheckTests
{
    [Fact]
    public void Takes_positive_finite_closes_of_the_right_number() => Assert.Null(PredictionCheck.Check([1, 5e-324, double.MaxValue], 3));

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    [InlineData(0, "0")]
    [InlineData(-2.5, "-2.5")]
    public void Refuses_what_is_no_price_and_says_which_close(double close, string text)
    {
        var refusal = PredictionCheck.Check([1, close, 3], 3);
        Assert.Equal($"Close 2 of 3 is {text}; a close is a positive, finite price.", refusal?.Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Refuses_another_number_of_closes(int asked) =>
        Assert.Equal($"3 closes were sent where {asked} were asked for.", PredictionCheck.Check([1, 2, 3], asked)?.Reason);
}
