using System.Globalization;
using FsCheck.Xunit;
using Tsps.Bittensor.Synapses;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Synapses;

[Trait(Categories.Name, Categories.Unit)]
public sealed class PythonNumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-5", "-5")]
    [InlineData("007", "7")]
    [InlineData("+7", "7")]
    [InlineData(" 7 ", "7")]
    [InlineData("7_0", "70")]
    [InlineData("0_0", "0")]
    [InlineData("99999999999999999999999999", "99999999999999999999999999")]
    [InlineData("-000000000000000000000000000000000000000000000001", "-1")]
    public void Reads_integers_as_Python_does(string text, string value)
    {
        Assert.True(PythonNumber.TryParseInteger(text, out var read));
        Assert.Equal(value, read.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData("+-1")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("_7")]
    [InlineData("7_")]
    [InlineData("7__0")]
    [InlineData("zzz")]
    [InlineData("1 2")]
    [InlineData("1234567890123456789012345678901234567")]
    public void Refuses_what_is_no_integer(string text) => Assert.False(PythonNumber.TryParseInteger(text, out _));

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
        Assert.True(PythonNumber.TryParseFloat(text, out var read));
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
    public void Refuses_what_is_no_float(string text) => Assert.False(PythonNumber.TryParseFloat(text, out _));

    [Property]
    public bool Reads_back_what_it_prints(double value) =>
        PythonNumber.TryParseFloat(PythonNumber.Format(value), out var read) && read.Equals(value);
}
