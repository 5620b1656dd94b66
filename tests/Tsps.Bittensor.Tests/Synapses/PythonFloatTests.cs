using FsCheck.Xunit;
using Tsps.Bittensor.Synapses;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Synapses;

[Trait(Categories.Name, Categories.Unit)]
public sealed class PythonFloatTests
{
    [Theory]
    [InlineData("30.0", 30.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData(" -1 ", -1.0)]
    [InlineData("1_0.5", 10.5)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5.0)]
    [InlineData("nan", double.NaN)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("+inf", double.PositiveInfinity)]
    [InlineData("1e999", double.PositiveInfinity)]
    public void Reads_floats_as_Python_does(string text, double value)
    {
        Assert.True(PythonFloat.TryParse(text, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("None")]
    [InlineData("zzz")]
    [InlineData("1,5")]
    [InlineData("(1)")]
    [InlineData("1._5")]
    [InlineData("- 1")]
    [InlineData("--1")]
    public void Refuses_what_is_no_float(string text) => Assert.False(PythonFloat.TryParse(text, out _));

    [Property]
    public bool Reads_back_what_it_prints(double value) =>
        PythonFloat.TryParse(PythonFloat.Format(value), out var read) && read.Equals(value);
}
