using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Rpc;

[Trait(Categories.Name, Categories.Unit)]
public sealed class InclusionWatchTests : IAsyncLifetime
{
    private const ulong DeathBlock = 6;
    private static readonly SignedExtrinsic Extrinsic = new([1, 2, 3], 0, DeathBlock);

    private readonly ScriptedChain _chain = new();
    private LoopbackNode? _node;
    private NodeLink? _link;
    private InclusionWatch? _watch;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private InclusionWatch Watch => _watch!;

    public ValueTask InitializeAsync()
    {
        _node = new LoopbackNode(_chain.AnswerAsync);
        _link = new NodeLink(new SubtensorOptions { Network = new SubtensorNetwork("custom", [_node.Uri], null) }, TimeProvider.System, NullLogger.Instance);
        var reader = new ChainReader(_link, new ConcurrentDictionary<(string, uint), ChainRuntime>());
        _watch = new InclusionWatch(reader, Extrinsic, new BlockReference(0, _chain.HashAt(0)));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _link!.DisposeAsync();
        await _node!.DisposeAsync();
    }

    [Fact]
    public async Task Finds_the_extrinsic_by_its_bytes_among_those_of_a_block()
    {
        _chain.Append("one", "0x05");
        Assert.Null(await Watch.LookAsync(Token));
        _chain.Append("two", "0x04", Hex.Encode(Extrinsic.Bytes));

        var found = await Watch.LookAsync(Token);

        Assert.Equal(new IncludedExtrinsic(new BlockReference(2, _chain.HashAt(2)), 1), found);
    }

    [Fact]
    public async Task Finds_it_again_when_its_block_was_replaced_by_another_one()
    {
        _chain.Append("one", Hex.Encode(Extrinsic.Bytes));
        Assert.NotNull(await Watch.LookAsync(Token));
        _chain.RollBack(0);
        _chain.Append("other one");
        Assert.Null(await Watch.LookAsync(Token));
        _chain.Append("two", Hex.Encode(Extrinsic.Bytes));

        Assert.Equal(2UL, (await Watch.LookAsync(Token))!.Block.Number);
    }

    [Fact]
    public async Task Finds_it_in_a_block_of_another_branch_below_what_was_seen_already()
    {
        _chain.Append("one");
        _chain.Append("two");
        Assert.Null(await Watch.LookAsync(Token));
        _chain.RollBack(0);
        _chain.Append("other one", Hex.Encode(Extrinsic.Bytes));
        _chain.Append("other two");
        _chain.Append("other three");

        // The first look meets the other branch, the second follows it.
        Assert.Null(await Watch.LookAsync(Token));
        Assert.Equal(1UL, (await Watch.LookAsync(Token))!.Block.Number);
    }

    [Fact]
    public async Task Calls_it_dead_only_when_every_block_of_its_era_is_final()
    {
        for (var number = 1UL; number < DeathBlock; number++)
        {
            Assert.Null(await Watch.LookAsync(Token));
            Assert.False(await Watch.IsDeadAsync(Token));
            _chain.Append($"block {number}");
        }

        Assert.Null(await Watch.LookAsync(Token));
        Assert.False(await Watch.IsDeadAsync(Token));
        _chain.Finalized = _chain.Height;
        Assert.True(await Watch.IsDeadAsync(Token));
    }
}
