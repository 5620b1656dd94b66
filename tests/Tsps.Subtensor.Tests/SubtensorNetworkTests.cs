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
    [InlineData("wss://node.example:443/rpc", "wss://node.example/rpc")]
    [InlineData("ws://me:SECRET@10.0.0.1:9944", "ws://***@10.0.0.1:9944/")]
    [InlineData("ws://SECRET@10.0.0.1:9944/rpc?key=SECRET", "ws://***@10.0.0.1:9944/rpc?***")]
    [InlineData("wss://a.example/rpc?key=SECRET,wss://me:SECRET@b.example", "wss://a.example/rpc?***,wss://***@b.example/")]
    public void Shows_addresses_without_passwords_and_keys(string text, string shown)
    {
        Assert.Equal(shown, SubtensorNetwork.Parse(text).ToString());
    }

    [Theory]
    [InlineData("http://me:SECRET@10.0.0.1:9944", "'http://***@10.0.0.1:9944'")]
    [InlineData("ws://me:SEC,RET@10.0.0.1:9944", "'ws://***@10.0.0.1:9944'")]
    [InlineData("ws://me:SEC?RET@10.0.0.1:9944", "'ws://***@10.0.0.1:9944'")]
    [InlineData("me:SECRET@10.0.0.1", "'***@10.0.0.1'")]
    [InlineData("https://node.example?key=SEC,RET", "'https://node.example?***'")]
    [InlineData("ws://ok.example,http://node.example/#SECRET", "'ws://ok.example,http://node.example/?***'")]
    public void Refuses_without_repeating_passwords_and_keys(string text, string shown)
    {
        var exception = Assert.Throws<FormatException>(() => SubtensorNetwork.Parse(text));
        Assert.Contains(shown, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SEC", exception.Message, StringComparison.Ordinal);
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
