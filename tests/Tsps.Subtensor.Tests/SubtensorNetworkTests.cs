using Tsps.Testing;

namespace Tsps.Subtensor.Tests;

[Trait(Categories.Name, Categories.Unit)]
public class SubtensorNetworkTests
{
    [Theory]
    [InlineData("finney", "wss://entrypoint-finney.opentensor.ai/")]
    [InlineData("Test", "wss://test.finney.opentensor.ai/")]
    [InlineData("archive", "wss://archive.chain.opentensor.ai/")]
    [InlineData("local", "ws://127.0.0.1:9944/")]
    [InlineData("ws://10.0.0.1:9944", "ws://10.0.0.1:9944/")]
    [InlineData("wss://one.example:443, wss://two.example", "wss://one.example/")]
    public void Reads_names_and_addresses(string text, string first)
    {
        Assert.Equal(first, SubtensorNetwork.Parse(text).Endpoints[0].ToString());
    }

    [Fact]
    public void Reads_several_addresses_of_one_chain()
    {
        var network = SubtensorNetwork.Parse("wss://one.example:443, wss://two.example");
        Assert.Equal(2, network.Endpoints.Count);
        Assert.Equal("custom", network.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("finnney")]
    [InlineData("http://10.0.0.1:9944")]
    [InlineData("ws://ok.example,finney")]
    public void Refuses_anything_else_and_says_what_is_right(string text)
    {
        var exception = Assert.Throws<FormatException>(() => SubtensorNetwork.Parse(text));
        Assert.Contains("ws://127.0.0.1:9944", exception.Message, StringComparison.Ordinal);
    }
}
