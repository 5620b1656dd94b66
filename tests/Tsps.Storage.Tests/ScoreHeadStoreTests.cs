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
