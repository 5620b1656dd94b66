using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Substrate.NetApi;
using Tsps.Bittensor.Keys;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Storage;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Rpc;

/// <summary>What is told of an extrinsic that may have been heard, while nodes cut, stall and refuse.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class FollowedExtrinsicTests : IDisposable
{
    private const string Submit = "author_submitExtrinsic";
    private const string Outdated = "Transaction is outdated";

    /// <summary>One extrinsic, which succeeded: phase, System.ExtrinsicSuccess with its weight, no topics.</summary>
    private const string Success = "0x04000000000000000000000000";

    private readonly ScriptedChain _chain = new();
    private readonly Keypair _validator = DevelopmentKeys.Of("followed");

    public FollowedExtrinsicTests() => Store("Events", Hex.Decode(Success));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _validator.Dispose();

    [Fact]
    public async Task Reads_that_fail_on_the_way_are_made_again_until_it_is_seen()
    {
        var cuts = 0;
        await using var node = new LoopbackNode(call => IsSent && call.Method == "chain_getHeader" && cuts++ < 7 ? call.CutAsync() : _chain.AnswerAsync(call));

        var receipt = await SendAsync(node, TimeSpan.FromMinutes(2));

        Assert.Equal(1UL, receipt.BlockNumber);
        Assert.True(cuts > 7);
    }

    [Fact]
    public async Task It_is_pending_when_the_chain_stays_away_after_it_was_sent()
    {
        await using var node = new LoopbackNode(call => IsSent ? call.CutAsync() : _chain.AnswerAsync(call));

        var pending = await Assert.ThrowsAsync<ExtrinsicPendingException>(() => SendAsync(node, TimeSpan.FromSeconds(1)));

        Assert.IsType<ChainUnavailableException>(pending.InnerException);
        Assert.Contains("may still come into one", pending.Message, StringComparison.Ordinal);
        Assert.Contains("The last look failed", pending.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_it_was_sent_is_told_once_while_the_chain_cannot_be_read()
    {
        var log = new KeptLog<SubtensorClient>();
        await using var node = new LoopbackNode(call => IsSent ? call.CutAsync() : _chain.AnswerAsync(call));

        var pending = await Assert.ThrowsAsync<ExtrinsicPendingException>(() => SendAsync(node, TimeSpan.FromSeconds(1), log, Token));

        var told = Assert.Single(log.Lines, message => message.Contains("cannot be read now", StringComparison.Ordinal));
        Assert.Contains($"Extrinsic {pending.ExtrinsicHash} was sent", told, StringComparison.Ordinal);
    }

    /// <summary>The node was restarted, and the extrinsic was in its pool only.</summary>
    [Fact]
    public async Task What_is_waited_for_is_told_again_and_again_once_the_chain_is_back()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var log = new KeptLog<SubtensorClient>();
        var cuts = 0;
        await using var node = new LoopbackNode(call => call.Method == Submit ? ForgetAsync(call) : IsSent && cuts++ < 7 ? call.CutAsync() : _chain.AnswerAsync(call));

        var sending = SendAsync(node, TimeSpan.FromMinutes(2), log, stop.Token);
        while (!sending.IsCompleted && Told().Length < 2)
        {
            await Task.Delay(10, Token);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.All(Told(), line => Assert.Matches(@"^Warning: Extrinsic 0x[0-9a-f]{64} is not in a block after \d+ seconds; it is waited for until 120: the chain answers$", line));

        string[] Told() => [.. log.Lines
            .SkipWhile(line => !line.Contains("The chain answers again", StringComparison.Ordinal))
            .Where(line => line.Contains("is not in a block after", StringComparison.Ordinal))];

        Task ForgetAsync(LoopbackCall call)
        {
            _chain.Calls[Submit] = 1;
            return call.AnswerAsync("\"0x00\"");
        }
    }

    /// <summary>Ctrl-C: what was sent stays sent, so its hash must not be lost.</summary>
    [Fact]
    public async Task Its_hash_is_told_to_who_stops_following_it()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var log = new KeptLog<SubtensorClient>();
        string? sent = null;
        await using var node = new LoopbackNode(async call =>
        {
            await _chain.AnswerAsync(call);
            if (call.Method == Submit)
            {
                sent = call.Parameters[0].GetString();
                await stop.CancelAsync();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(node, TimeSpan.FromMinutes(2), log, stop.Token));

        var told = Assert.Single(log.Lines, message => message.Contains("followed no longer", StringComparison.Ordinal));
        Assert.Contains(Hex.Encode(HashExtension.Blake2(Hex.Decode(sent!), 256)), told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_pending_when_every_answer_to_sending_it_was_lost()
    {
        await using var node = new LoopbackNode(call => call.Method == Submit ? call.CutAsync() : _chain.AnswerAsync(call));

        var pending = await Assert.ThrowsAsync<ExtrinsicPendingException>(() => SendAsync(node, TimeSpan.FromSeconds(1)));

        Assert.NotEqual("", pending.ExtrinsicHash);
        Assert.True(node.Requests.Count(request => request.Text("method") == Submit) >= 2);
    }

    [Fact]
    public async Task It_is_pending_when_its_block_is_known_and_how_it_ended_is_not()
    {
        await using var node = new LoopbackNode(call => IsSent && call.Method == "state_getStorage" ? call.CutAsync() : _chain.AnswerAsync(call));

        var pending = await Assert.ThrowsAsync<ExtrinsicPendingException>(() => SendAsync(node, TimeSpan.FromMinutes(2)));

        Assert.Contains("is in block 1, but how it ended there could not be read", pending.Message, StringComparison.Ordinal);
    }

    /// <summary>The node that refuses the second copy has the block already; the one that is asked for blocks shows it some looks later.</summary>
    [Theory]
    [InlineData(1010, "Invalid Transaction", Outdated)]
    [InlineData(1012, "Transaction is temporarily banned", null)]
    [InlineData(1013, "Transaction is already imported", null)]
    public async Task A_second_copy_that_is_refused_because_of_the_first_counts_as_sent(int code, string message, string? data)
    {
        string? first = null;
        var looks = 0;
        await using var node = new LoopbackNode(call =>
        {
            if (call.Method == Submit)
            {
                var isFirst = first is null;
                first = call.Parameters[0].GetString();
                return isFirst ? call.CutAsync() : call.FailAsync(code, message, data);
            }

            if (call.Method == "chain_getHeader" && first is not null && ++looks == 4)
            {
                _chain.Append("late", first);
            }

            return _chain.AnswerAsync(call);
        });

        var receipt = await SendAsync(node, TimeSpan.FromMinutes(2));

        Assert.Equal((1UL, 0), (receipt.BlockNumber, receipt.Index));
    }

    /// <summary>Whatever a node says to the second copy, the first one is looked for as long as nobody could look.</summary>
    [Fact]
    public async Task A_second_copy_that_is_refused_while_no_block_can_be_read_is_looked_for_later()
    {
        string? first = null;
        var cuts = 0;
        await using var node = new LoopbackNode(call =>
        {
            if (call.Method == Submit)
            {
                var isFirst = first is null;
                first = call.Parameters[0].GetString();
                if (isFirst)
                {
                    _chain.Append("heard", first!);
                    return call.CutAsync();
                }

                return call.FailAsync(1010, "Invalid Transaction", "Inability to pay some fees , e.g. account balance too low");
            }

            return first is not null && call.Method == "chain_getHeader" && cuts++ < 7 ? call.CutAsync() : _chain.AnswerAsync(call);
        });

        var receipt = await SendAsync(node, TimeSpan.FromMinutes(2));

        Assert.Equal((1UL, 0), (receipt.BlockNumber, receipt.Index));
        Assert.True(cuts > 7);
    }

    [Fact]
    public async Task It_is_refused_when_the_first_copy_is_refused()
    {
        await using var node = new LoopbackNode(call => call.Method == Submit ? call.FailAsync(1010, "Invalid Transaction", Outdated) : _chain.AnswerAsync(call));

        var refused = await Assert.ThrowsAsync<ExtrinsicRefusedException>(() => SendAsync(node, TimeSpan.FromMinutes(2)));

        Assert.Equal(RefusalReason.Stale, refused.Reason);
    }

    [Fact]
    public async Task It_can_be_signed_anew_when_another_one_used_its_nonce()
    {
        var sent = 0;
        await using var node = new LoopbackNode(call =>
        {
            if (call.Method != Submit)
            {
                return _chain.AnswerAsync(call);
            }

            if (sent++ > 0)
            {
                return call.FailAsync(1010, "Invalid Transaction", Outdated);
            }

            _chain.Append("one with another extrinsic", "0x04");
            _chain.Finalized = 1;
            Store("Account", [1, .. new byte[55]], _validator.PublicKey.ToArray());
            return call.CutAsync();
        });

        var expired = await Assert.ThrowsAsync<ExtrinsicExpiredException>(() => SendAsync(node, TimeSpan.FromMinutes(2)));

        Assert.Contains("another one has used its nonce 0", expired.Message, StringComparison.Ordinal);
    }

    /// <summary>Both nodes are of one chain; what the first says is no reason to give up.</summary>
    [Theory]
    [InlineData("system_accountNextIndex", null)]
    [InlineData("system_accountNextIndex", "\"many\"")]
    [InlineData("chain_getBlock", "{\"block\":{\"header\":null,\"extrinsics\":[]}}")]
    [InlineData("chain_getBlock", "{\"block\":null}")]
    [InlineData("chain_getBlock", "{\"block\":{\"header\":{\"parentHash\":\"0x00\"}}}")]
    [InlineData("state_getStorage", "\"0x04\"")]
    public async Task Answers_that_cannot_be_read_are_asked_for_at_the_next_endpoint(string method, string? answer)
    {
        await using var broken = new LoopbackNode(call => call.Method == method ? call.AnswerAsync(answer) : _chain.AnswerAsync(call));
        await using var node = new LoopbackNode(_chain.AnswerAsync);

        var receipt = await SendAsync([broken, node], TimeSpan.FromMinutes(2), NullLogger<SubtensorClient>.Instance, Token);

        Assert.Equal(1UL, receipt.BlockNumber);
        Assert.Contains(broken.Requests, request => request.Text("method") == method);
        Assert.Contains(node.Requests, request => request.Text("method") == method);
    }

    private bool IsSent => _chain.Calls.ContainsKey(Submit);

    private Task<ExtrinsicReceipt> SendAsync(LoopbackNode node, TimeSpan patience) => SendAsync(node, patience, NullLogger<SubtensorClient>.Instance, Token);

    private Task<ExtrinsicReceipt> SendAsync(LoopbackNode node, TimeSpan patience, ILogger<SubtensorClient> logger, CancellationToken cancellationToken) =>
        SendAsync([node], patience, logger, cancellationToken);

    private async Task<ExtrinsicReceipt> SendAsync(LoopbackNode[] nodes, TimeSpan patience, ILogger<SubtensorClient> logger, CancellationToken cancellationToken)
    {
        var options = new SubtensorOptions
        {
            Network = new SubtensorNetwork("custom", [.. nodes.Select(node => node.Uri)], null),
            Attempts = 2,
            FirstPause = TimeSpan.FromMilliseconds(1),
            BlockPollInterval = TimeSpan.FromMilliseconds(10),
            ResendInterval = TimeSpan.FromMilliseconds(100),
            TellInterval = TimeSpan.FromMilliseconds(100),
            InclusionTimeout = patience,
        };
        await using var session = new SubtensorClient(options, TimeProvider.System, logger).Open();
        return await session.SetWeightsAsync(_validator, 1, [new(0, 65535)], 0, ExtrinsicWait.Included, cancellationToken);
    }

    private void Store(string item, byte[] value, params ScaleValue[] parameters)
    {
        var metadata = ChainVectors.Metadata;
        _chain.Storage[Hex.Encode(StorageKey.Create(metadata.Types, metadata.FindStorage("System", item)!, parameters))] = Hex.Encode(value);
    }
}
