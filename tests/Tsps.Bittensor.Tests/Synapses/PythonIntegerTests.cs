using System.Globalization;
using Tsps.Bittensor.Synapses;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Synapses;

[Trait(Categories.Name, Categories.Unit)]
public sealed class PythonIntegerTests
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
        Assert.True(PythonInteger.TryParse(text, out var read));
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
    [InlineData("1234567890123456789012345678901234567890")]
    public void Refuses_what_is_no_integer(string text) => Assert.False(PythonInteger.TryParse(text, out _));
}
