using System.Net;
using System.Net.Sockets;
using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Rpc;

[Trait(Categories.Name, Categories.Unit)]
public class NodeConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_up_a_call_that_the_node_never_answers_and_the_connection_with_it()
    {
        await using var node = new LoopbackNode(_ => Task.CompletedTask);
        await using var connection = await OpenAsync(node, TimeSpan.FromMilliseconds(200));

        var exception = await Assert.ThrowsAsync<ChainUnavailableException>(() => connection.CallAsync<string?>("state_call", [], Token));

        Assert.Contains("no answer within 0.2 seconds", exception.Message, StringComparison.Ordinal);
        Assert.False(connection.IsUsable);
    }

    [Fact]
    public async Task Releases_a_caller_who_no_longer_waits_although_the_node_stays_silent()
    {
        using var stop = new CancellationTokenSource();
        await using var node = new LoopbackNode(async _ => await stop.CancelAsync());
        await using var connection = await OpenAsync(node, Patience);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.CallAsync<string?>("state_call", [], stop.Token));
    }

    [Fact]
    public async Task Notices_a_connection_that_is_cut_in_the_middle_of_a_call()
    {
        await using var node = new LoopbackNode(call => call.CutAsync());
        await using var connection = await OpenAsync(node, Patience);

        await Assert.ThrowsAsync<ChainUnavailableException>(() => connection.CallAsync<string?>("state_call", [], Token));

        Assert.False(connection.IsUsable);
    }

    [Fact]
    public async Task Takes_null_for_an_answer_and_goes_on()
    {
        await using var node = new LoopbackNode(call => call.AnswerAsync(call.Method == "state_getStorage" ? null : "7"));
        await using var connection = await OpenAsync(node, Patience);

        Assert.Null(await connection.CallAsync<string?>("state_getStorage", ["0x00"], Token));
        Assert.Equal(7UL, await connection.CallAsync<ulong?>("system_accountNextIndex", ["x"], Token));
        Assert.True(connection.IsUsable);
    }

    [Fact]
    public async Task Refuses_to_ask_for_a_type_that_cannot_be_null()
    {
        await using var node = new LoopbackNode(call => call.AnswerAsync(null));
        await using var connection = await OpenAsync(node, Patience);

        await Assert.ThrowsAsync<ArgumentException>(() => connection.CallAsync<ulong>("system_accountNextIndex", ["x"], Token));
        Assert.Empty(node.Requests);
    }

    [Fact]
    public async Task Sends_hex_in_lower_case_wherever_it_stands()
    {
        await using var node = new LoopbackNode(call => call.AnswerAsync("\"0x00\""));
        await using var connection = await OpenAsync(node, Patience);

        await connection.CallAsync<string?>("state_queryStorageAt", [new object[] { "0xABCDEF", "0xA0" }, "0XFF", "Name", 5], Token);

        Assert.Equal("""[["0xabcdef","0xa0"],"0xff","Name",5]""", Assert.Single(node.Requests).GetProperty("params").GetRawText());
    }

    [Fact]
    public async Task Tells_code_message_and_data_of_an_error_answer()
    {
        await using var node = new LoopbackNode(call => call.FailAsync(1010, "Invalid Transaction", "Transaction is outdated"));
        await using var connection = await OpenAsync(node, Patience);

        var exception = await Assert.ThrowsAsync<RpcException>(() => connection.CallAsync<string?>("author_submitExtrinsic", ["0x00"], Token));

        Assert.Equal(1010, exception.Code);
        Assert.Equal("Invalid Transaction", exception.Reason);
        Assert.Equal("Transaction is outdated", exception.ErrorData);
        Assert.True(connection.IsUsable);
    }

    [Fact]
    public async Task Tells_that_a_method_is_missing()
    {
        await using var node = new LoopbackNode(call => call.FailAsync(-32601, "Method not found"));
        await using var connection = await OpenAsync(node, Patience);

        var exception = await Assert.ThrowsAsync<RpcException>(() => connection.CallAsync<string?>("no_such", [], Token));

        Assert.Equal(-32601, exception.Code);
    }

    [Fact]
    public async Task Goes_on_over_notifications_that_nobody_asked_for()
    {
        await using var node = new LoopbackNode(async call =>
        {
            await call.SendAsync("""{"jsonrpc":"2.0","method":"author_extrinsicUpdate","params":{"result":{"invalid":{"future":null}},"subscription":"x"}}""");
            await call.AnswerAsync("\"after\"");
        });
        await using var connection = await OpenAsync(node, Patience);

        Assert.Equal("after", await connection.CallAsync<string?>("system_chain", [], Token));
        Assert.Equal("after", await connection.CallAsync<string?>("system_chain", [], Token));
    }

    [Theory]
    [InlineData("{\"not\":\"a string\"}")]
    [InlineData("[1,2]")]
    public async Task An_answer_of_another_kind_is_an_unavailable_node_and_no_crash(string answer)
    {
        await using var node = new LoopbackNode(call => call.AnswerAsync(answer));
        await using var connection = await OpenAsync(node, Patience);

        await Assert.ThrowsAsync<ChainUnavailableException>(() => connection.CallAsync<string?>("system_chain", [], Token));
    }

    [Fact]
    public async Task Frames_that_are_no_json_are_an_unavailable_node_and_no_crash()
    {
        await using var node = new LoopbackNode(call => call.SendAsync("this is no JSON"));
        await using var connection = await OpenAsync(node, TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<ChainUnavailableException>(() => connection.CallAsync<string?>("system_chain", [], Token));
    }

    [Fact]
    public async Task A_closed_connection_stays_closed()
    {
        await using var node = new LoopbackNode(call => call.AnswerAsync("\"x\""));
        var connection = await OpenAsync(node, Patience);
        await connection.CallAsync<string?>("system_chain", [], Token);

        await connection.DisposeAsync();

        Assert.False(connection.IsUsable);
        await Assert.ThrowsAsync<ChainUnavailableException>(() => connection.CallAsync<string?>("system_chain", [], Token));
        Assert.Equal(1, node.Accepted);
    }

    /// <summary>The library's own way is to connect again as soon as it notices.</summary>
    [Fact]
    public async Task A_connection_that_the_node_cut_stays_cut()
    {
        await using var node = new LoopbackNode(LoopbackNode.Knowing(call => call.CutAsync()));
        await using var connection = await OpenAsync(node, Patience);
        await Assert.ThrowsAsync<ChainUnavailableException>(() => connection.CallAsync<string?>("system_chain", [], Token));

        await Task.Delay(TimeSpan.FromMilliseconds(300), Token);

        Assert.False(connection.IsUsable);
        Assert.Equal(1, node.Accepted);
    }

    [Fact]
    public async Task Says_where_nobody_listens()
    {
        var uri = new Uri($"ws://127.0.0.1:{FreePort.Find()}");
        var exception = await Assert.ThrowsAsync<ChainUnavailableException>(
            () => NodeConnection.OpenAsync(uri, Patience, Patience, TimeProvider.System, Token));
        Assert.Contains(uri.ToString(), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_up_a_node_that_takes_the_connection_and_then_says_nothing()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var uri = new Uri($"ws://{silent.LocalEndpoint}");

        var exception = await Assert.ThrowsAsync<ChainUnavailableException>(
            () => NodeConnection.OpenAsync(uri, TimeSpan.FromMilliseconds(200), Patience, TimeProvider.System, Token));

        Assert.Contains("no answer within 0.2 seconds", exception.Message, StringComparison.Ordinal);
    }

    private static Task<NodeConnection> OpenAsync(LoopbackNode node, TimeSpan callTimeout) =>
        NodeConnection.OpenAsync(node.Uri, Patience, callTimeout, TimeProvider.System, Token);
}
