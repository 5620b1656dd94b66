using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Rpc;

[Trait(Categories.Name, Categories.Golden)]
public class ChainReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_metadata_once_and_again_after_an_upgrade_of_the_runtime()
    {
        var chain = new ScriptedChain();
        await using var node = new LoopbackNode(chain.AnswerAsync);
        await using var link = new NodeLink(new SubtensorOptions { Network = new SubtensorNetwork("custom", [node.Uri], null) }, TimeProvider.System, NullLogger.Instance);
        var reader = new ChainReader(link, new ConcurrentDictionary<(string, uint), ChainRuntime>());

        var first = await reader.ReadRuntimeAsync(chain.HashAt(0), Token);
        var same = await reader.ReadRuntimeAsync(chain.HashAt(0), Token);
        chain.SpecVersion++;
        var upgraded = await reader.ReadRuntimeAsync(chain.HashAt(0), Token);

        Assert.Same(first, same);
        Assert.NotSame(first, upgraded);
        Assert.Equal(first.SpecVersion + 1, upgraded.SpecVersion);
        Assert.Equal(2, chain.Calls["state_getMetadata"]);
        Assert.Equal(14, first.Metadata.Version);
    }

    [Theory]
    [InlineData("0x5f", 95)]
    [InlineData("0x0000005f", 95)]
    [InlineData("0x0", 0)]
    public void Reads_block_numbers_of_any_width(string text, ulong number)
    {
        Assert.Equal(number, Answer.Number(new BlockHeader { Number = text }));
    }

    [Theory]
    [InlineData("95")]
    [InlineData("0x")]
    [InlineData("0xzz")]
    public void Refuses_block_numbers_that_are_no_hex(string text)
    {
        Assert.Throws<SubtensorException>(() => Answer.Number(new BlockHeader { Number = text }));
    }
}
