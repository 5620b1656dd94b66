using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Synapses;

[Trait(Categories.Name, Categories.Unit)]
public sealed class CommitmentTests
{
    [Fact]
    public void Integers_truths_and_nested_lists_are_printed_as_Python_prints_them()
    {
        Assert.Equal("[1152921504606846977, -5]", Commitment.TextOf(Tensor.Of([1152921504606846977L, -5L], 2)));
        Assert.Equal("[255, 0]", Commitment.TextOf(Tensor.Of([byte.MaxValue, byte.MinValue], 2)));
        Assert.Equal("[-128]", Commitment.TextOf(Tensor.Of([sbyte.MinValue], 1)));
        Assert.Equal("[True, False]", Commitment.TextOf(Tensor.Of([true, false], 2)));
        Assert.Equal("[[1.0, 2.0], [3.0, 4.0]]", Commitment.TextOf(Tensor.Of([1.0, 2.0, 3.0, 4.0], 2, 2)));
        Assert.Equal("[[], []]", Commitment.TextOf(Tensor.Of(Array.Empty<double>(), 2, 0)));
        Assert.Equal("[]", Commitment.TextOf(Tensor.Of(Array.Empty<double>(), 0)));
    }

    [Theory]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(-1234567890123456.8, "-1234567890123456.8")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(double.Epsilon, "5e-324")]
    [InlineData(-0.0, "-0.0")]
    public void Exponents_begin_where_Python_begins_them(double value, string text) => Assert.Equal(text, PythonFloat.Format(value));
}
