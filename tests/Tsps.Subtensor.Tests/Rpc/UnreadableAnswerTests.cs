using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Rpc;

/// <summary>A node that answers, but not with what was asked, is as good as away.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class UnreadableAnswerTests : IDisposable
{
    private readonly ScriptedChain _chain = new();
    private readonly Tsps.Bittensor.Keys.Keypair _account = DevelopmentKeys.Of("unreadable");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _account.Dispose();

    [Theory]
    [InlineData("chain_getBlockHash", "\"no hash\"")]
    [InlineData("chain_getBlockHash", "\"0x\"")]
    [InlineData("chain_getBlockHash", "\"0x00\"")]
    [InlineData("chain_getFinalizedHead", null)]
    [InlineData("chain_getFinalizedHead", "\"0xyz\"")]
    [InlineData("chain_getFinalizedHead", "{\"hash\":[]}")]
    [InlineData("chain_getHeader", null)]
    [InlineData("chain_getHeader", "{}")]
    [InlineData("chain_getHeader", "{\"number\":null}")]
    [InlineData("chain_getHeader", "{\"number\":\"seven\"}")]
    [InlineData("chain_getHeader", "[7]")]
    [InlineData("state_getRuntimeVersion", null)]
    [InlineData("state_getRuntimeVersion", "\"218\"")]
    [InlineData("state_getMetadata", null)]
    [InlineData("state_getMetadata", "\"0x6d\"")]
    [InlineData("state_getMetadata", "\"0x6d6574610e04\"")]
    [InlineData("state_getMetadata", "\"6d657461\"")]
    [InlineData("state_call", "\"0x\"")]
    [InlineData("state_call", "\"0x01106d657461\"")]
    [InlineData("state_getStorage", "\"0x01\"")]
    [InlineData("state_getStorage", "\"0x0\"")]
    [InlineData("state_getStorage", "7")]
    public async Task The_next_endpoint_is_asked(string method, string? answer)
    {
        await using var broken = new LoopbackNode(call => call.Method == method ? call.AnswerAsync(answer) : _chain.AnswerAsync(call));
        await using var node = new LoopbackNode(_chain.AnswerAsync);
        await using var session = Open(broken.Uri, node.Uri);

        Assert.Equal(0, await session.ReadBalanceAsync(_account.Hotkey.Address, Token));
        Assert.Equal(EndpointText.Of(node.Uri), (await session.ReadStatusAsync(Token)).Endpoint);
        Assert.Contains(broken.Requests, request => request.Text("method") == method);
    }

    /// <summary>The next one may be a block behind, or know nothing of what the first one made up.</summary>
    [Fact]
    public async Task The_next_endpoint_is_asked_for_its_own_block_and_not_for_that_of_the_one_before()
    {
        var foreign = $"0x{new string('1', 64)}";
        await using var broken = new LoopbackNode(call => call.Method switch
        {
            "chain_getFinalizedHead" => call.AnswerAsync($"\"{foreign}\""),
            "chain_getHeader" => call.AnswerAsync(null),
            _ => _chain.AnswerAsync(call),
        });
        await using var node = new LoopbackNode(call =>
            call.Method == "chain_getHeader" && call.Parameters is [{ } hash, ..] && hash.GetString() == foreign ? call.AnswerAsync(null) : _chain.AnswerAsync(call));
        await using var session = Open(broken.Uri, node.Uri);

        Assert.Equal(EndpointText.Of(node.Uri), (await session.ReadStatusAsync(Token)).Endpoint);
    }

    [Fact]
    public async Task What_is_no_JSON_is_as_good_as_no_answer()
    {
        await using var broken = new LoopbackNode(LoopbackNode.Knowing(call => call.SendAsync("<html>"), _chain.HashAt(0)));
        await using var node = new LoopbackNode(_chain.AnswerAsync);
        await using var session = Open(broken.Uri, node.Uri);

        Assert.Equal(0, await session.ReadBalanceAsync(_account.Hotkey.Address, Token));
    }

    [Theory]
    [InlineData("chain_getFinalizedHead", null, "it is null")]
    [InlineData("state_getMetadata", "\"0x6d\"", "bytes were expected")]
    [InlineData("state_getStorage", "\"0x01\"", "bytes were expected")]
    public async Task Where_there_is_no_other_the_error_names_endpoint_question_and_what_to_do(string method, string? answer, string reason)
    {
        await using var broken = new LoopbackNode(call => call.Method == method ? call.AnswerAsync(answer) : _chain.AnswerAsync(call));
        await using var session = Open(new Uri($"ws://me:SECRET@127.0.0.1:{broken.Port}/?key=SECRET"));

        var error = await Assert.ThrowsAsync<ChainUnavailableException>(() => session.ReadBalanceAsync(_account.Hotkey.Address, Token));

        Assert.All(
            (string[])[$"ws://***@127.0.0.1:{broken.Port}/?*** answered {method} with what cannot be read: ", reason, "--network or Subtensor__Network"],
            part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, broken.Requests.Count(request => request.Text("method") == method));
    }

    private static SubtensorSession Open(params Uri[] endpoints)
    {
        var options = new SubtensorOptions
        {
            Network = new SubtensorNetwork("custom", endpoints, null),
            Attempts = 2,
            FirstPause = TimeSpan.FromMilliseconds(1),
        };
        return new SubtensorClient(options, TimeProvider.System, NullLogger<SubtensorClient>.Instance).Open();
    }
}
