using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class ScoreHeadStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private ScoreHeadStore Heads => new(Tables);

    [Fact]
    public async Task A_stream_never_scored_has_an_empty_head()
    {
        Assert.Equal(new ScoreHead { StreamId = Stream }, await Heads.ReadAsync(Stream, Token));
    }

    [Fact]
    public async Task A_head_keeps_whose_miners_its_scores_are_of()
    {
        foreach (var subnet in (Subnet?[])[new("0xaa", ushort.MaxValue), new("registry", 0), null])
        {
            await Heads.TryWriteAsync(await Heads.ReadAsync(Stream, Token) with { LastScored = SlotAt(Noon), Subnet = subnet }, Token);
            Assert.Equal(subnet, (await Heads.ReadAsync(Stream, Token)).Subnet);
        }
    }

    [Fact]
    public async Task A_head_moves_on_from_what_was_read_and_not_from_less()
    {
        var empty = await Heads.ReadAsync(Stream, Token);
        var first = await Heads.TryWriteAsync(empty with { LastScored = SlotAt(Noon) }, Token);
        var second = await Heads.TryWriteAsync(first! with { LastScored = SlotAt(Noon.AddHours(1)) }, Token);

        Assert.Null(await Heads.TryWriteAsync(empty with { LastScored = SlotAt(Noon.AddHours(5)) }, Token));
        Assert.Null(await Heads.TryWriteAsync(first with { LastScored = SlotAt(Noon.AddHours(5)) }, Token));
        Assert.Equal(second, await Heads.ReadAsync(Stream, Token));
    }
}
