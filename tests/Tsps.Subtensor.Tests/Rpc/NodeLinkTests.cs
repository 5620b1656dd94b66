using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Rpc;

[Trait(Categories.Name, Categories.Unit)]
public class NodeLinkTests
{
    private const string OtherGenesis = "0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asks_again_over_a_fresh_connection_when_one_is_cut()
    {
        var cuts = 0;
        await using var node = new LoopbackNode(LoopbackNode.Knowing(call => cuts++ < 2 ? call.CutAsync() : call.AnswerAsync("\"bittensor\"")));
        await using var link = Link(node.Uri);

        Assert.Equal("bittensor", await link.CallAsync<string?>("system_chain", [], Token));
        Assert.Equal(3, node.Accepted);
    }

    [Fact]
    public async Task Goes_to_the_next_endpoint_when_one_is_silent()
    {
        await using var silent = new LoopbackNode(LoopbackNode.Knowing(_ => Task.CompletedTask));
        await using var node = new LoopbackNode(LoopbackNode.Knowing(call => call.AnswerAsync("\"bittensor\"")));
        await using var link = Link(silent.Uri, node.Uri);

        Assert.Equal("bittensor", await link.CallAsync<string?>("system_chain", [], Token));
        Assert.Equal(node.Uri, link.Endpoint);
    }

    [Fact]
    public async Task Goes_to_the_next_endpoint_when_nobody_listens_at_one()
    {
        await using var node = new LoopbackNode(LoopbackNode.Knowing(call => call.AnswerAsync("\"bittensor\"")));
        await using var link = Link(new Uri($"ws://127.0.0.1:{FreePort.Find()}"), node.Uri);

        Assert.Equal("bittensor", await link.CallAsync<string?>("system_chain", [], Token));
    }

    [Fact]
    public async Task Does_not_change_to_an_endpoint_of_another_chain()
    {
        var cuts = 0;
        await using var first = new LoopbackNode(LoopbackNode.Knowing(call => cuts++ < 1 ? call.CutAsync() : call.AnswerAsync("\"first\"")));
        await using var other = new LoopbackNode(LoopbackNode.Knowing(call => call.AnswerAsync("\"other\""), OtherGenesis));
        await using var link = Link(first.Uri, other.Uri);

        Assert.Equal("first", await link.CallAsync<string?>("system_chain", [], Token));
        Assert.DoesNotContain(other.Requests, request => request.Text("method") == "system_chain");
    }

    [Fact]
    public async Task Refuses_an_endpoint_that_is_not_the_network_it_claims_to_be()
    {
        await using var node = new LoopbackNode(LoopbackNode.Knowing(call => call.AnswerAsync("\"x\"")));
        await using var link = new NodeLink(Options(SubtensorNetwork.Finney with { Endpoints = [node.Uri] }), TimeProvider.System, NullLogger.Instance);

        var exception = await Assert.ThrowsAsync<ChainUnavailableException>(() => link.CallAsync<string?>("system_chain", [], Token));

        Assert.Contains("another chain", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stops_after_the_attempts_it_is_allowed_and_names_every_endpoint()
    {
        await using var first = new LoopbackNode(LoopbackNode.Knowing(call => call.CutAsync()));
        await using var second = new LoopbackNode(call => call.FailAsync(-32000, "overloaded"));
        await using var link = Link(first.Uri, second.Uri);

        var exception = await Assert.ThrowsAsync<ChainUnavailableException>(() => link.CallAsync<string?>("system_chain", [], Token));

        Assert.Contains("system_chain", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, first.Requests.Count(request => request.Text("method") == "system_chain"));
    }

    [Fact]
    public async Task Never_repeats_a_call_that_may_be_made_only_once()
    {
        await using var node = new LoopbackNode(LoopbackNode.Knowing(call => call.CutAsync()));
        await using var link = Link(node.Uri);

        await Assert.ThrowsAsync<ChainUnavailableException>(() => link.CallOnceAsync<string?>("author_submitExtrinsic", ["0x00"], Token));

        Assert.Single(node.Requests, request => request.Text("method") == "author_submitExtrinsic");
    }

    [Fact]
    public async Task Does_not_repeat_what_the_node_answered_with_an_error()
    {
        await using var node = new LoopbackNode(LoopbackNode.Knowing(call => call.FailAsync(-32603, "Function to start was not found.")));
        await using var link = Link(node.Uri);

        await Assert.ThrowsAsync<RpcException>(() => link.CallAsync<string?>("state_call", [], Token));

        Assert.Single(node.Requests, request => request.Text("method") == "state_call");
        Assert.Equal(1, node.Accepted);
    }

    /// <summary>Codes of public nodes and of those who stand in front of them.</summary>
    [Theory]
    [InlineData(-32005)]
    [InlineData(-32029)]
    [InlineData(-32999)]
    public async Task Goes_on_to_another_endpoint_from_one_that_has_had_too_many_requests(int code)
    {
        await using var busy = new LoopbackNode(LoopbackNode.Knowing(call => call.FailAsync(code, "Too many requests")));
        await using var good = new LoopbackNode(LoopbackNode.Knowing(call => call.AnswerAsync("\"good\"")));
        await using var link = new NodeLink(Options(new SubtensorNetwork("custom", [busy.Uri, good.Uri], null)), TimeProvider.System, new KeptLog<SubtensorClient>());

        Assert.Equal("good", await link.CallAsync<string?>("system_chain", [], Token));
        Assert.Single(busy.Requests, request => request.Text("method") == "system_chain");
    }

    [Fact]
    public async Task Warns_once_of_each_endpoint_that_is_away_and_says_at_the_end_what_to_do()
    {
        var log = new KeptLog<SubtensorClient>();
        Uri[] away = [new($"ws://127.0.0.1:{FreePort.Find()}"), new($"ws://127.0.0.1:{FreePort.Find()}/other")];
        await using var link = new NodeLink(Options(new SubtensorNetwork("custom", away, null)), TimeProvider.System, log);

        var exception = await Assert.ThrowsAsync<ChainUnavailableException>(() => link.CallAsync<string?>("system_chain", [], Token));

        Assert.All(away, endpoint => Assert.Single(Warnings(log), line => line.Contains(endpoint.ToString(), StringComparison.Ordinal)));
        Assert.Contains("--network or Subtensor__Network", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_again_of_an_endpoint_that_had_come_back()
    {
        var log = new KeptLog<SubtensorClient>();
        var connections = 0;
        await using var node = new LoopbackNode(call => call.Method switch
        {
            "chain_getBlockHash" when connections++ % 2 == 0 => call.CutAsync(),
            "end" => call.CutAsync(),
            _ => call.AnswerAsync($"\"{OtherGenesis}\""),
        });
        await using var link = new NodeLink(Options(new SubtensorNetwork("custom", [node.Uri], null)), TimeProvider.System, log);

        await link.CallAsync<string?>("system_chain", [], Token);
        Assert.Single(Warnings(log));
        await Assert.ThrowsAsync<ChainUnavailableException>(() => link.CallOnceAsync<string?>("end", [], Token));
        await link.CallAsync<string?>("system_chain", [], Token);
        Assert.Equal(2, Warnings(log).Count());
    }

    [Fact]
    public async Task Neither_warnings_nor_errors_tell_passwords_and_keys()
    {
        var log = new KeptLog<SubtensorClient>();
        var nobody = new Uri($"ws://me:SECRET@127.0.0.1:{FreePort.Find()}/rpc?key=SECRET");
        await using var mute = new LoopbackNode(call => call.FailAsync(-32000, "overloaded"));
        await using var hasty = new LoopbackNode(LoopbackNode.Knowing(call => call.CutAsync()));
        var network = new SubtensorNetwork("custom", [nobody, .. new[] { mute, hasty }.Select(node => new Uri($"ws://me:SECRET@127.0.0.1:{node.Port}/?key=SECRET"))], null);
        await using var link = new NodeLink(Options(network), TimeProvider.System, log);
        await using var alone = new NodeLink(Options(network with { Endpoints = [nobody] }), TimeProvider.System, log);

        var cut = await Assert.ThrowsAsync<ChainUnavailableException>(() => link.CallAsync<string?>("system_chain", [], Token));
        var away = await Assert.ThrowsAsync<ChainUnavailableException>(() => alone.CallAsync<string?>("system_chain", [], Token));

        Assert.Contains($"ws://***@127.0.0.1:{nobody.Port}/rpc?***", away.Message, StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
        Assert.All([.. log.Lines, cut.ToString(), away.ToString()], text => Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_status_shows_the_endpoint_without_them()
    {
        var script = new ScriptedChain();
        await using var node = new LoopbackNode(script.AnswerAsync);
        var network = SubtensorNetwork.Parse($"ws://me:SECRET@127.0.0.1:{node.Port}/?key=SECRET");
        await using var session = new SubtensorClient(Options(network) with { CallTimeout = TimeSpan.FromSeconds(30) }, TimeProvider.System, new KeptLog<SubtensorClient>()).Open();

        var status = await session.ReadStatusAsync(Token);

        Assert.Equal($"ws://***@127.0.0.1:{node.Port}/?***", status.Endpoint);
    }

    private static IEnumerable<string> Warnings(KeptLog<SubtensorClient> log) => log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal));

    private static NodeLink Link(params Uri[] endpoints) => new(Options(new SubtensorNetwork("custom", endpoints, null)), TimeProvider.System, NullLogger.Instance);

    private static SubtensorOptions Options(SubtensorNetwork network) => new()
    {
        Network = network,
        CallTimeout = TimeSpan.FromSeconds(1),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        Attempts = 3,
        FirstPause = TimeSpan.FromMilliseconds(1),
    };
}
