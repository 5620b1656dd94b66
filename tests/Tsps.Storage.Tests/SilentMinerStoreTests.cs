using System.Globalization;
using Azure.Data.Tables;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class SilentMinerStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private static readonly Guid RequestUuid = new("6c1f5d0e-9a3b-4a55-8a57-0d5f4c7a1b2c");

    private static readonly IReadOnlySet<Hotkey> Nobody = new HashSet<Hotkey>();

    private SilentMinerStore Silent => new(Tables);

    [Fact]
    public async Task Every_miner_of_the_largest_subnet_is_read_back_as_it_was_written()
    {
        SilentMiner[] all = [.. Enumerable.Range(0, 4096).Select(uid => NewMiner(uid))];
        await Silent.UpdateAsync(await Silent.ReadAsync(Stream, Token), all, Nobody, Token);

        Assert.Equal(all, (await Silent.ReadAsync(Stream, Token)).Miners);
        Assert.Empty((await Silent.ReadAsync("other", Token)).Miners);
    }

    [Fact]
    public async Task Miners_that_answered_are_forgotten_and_those_silent_again_are_replaced()
    {
        await Silent.UpdateAsync(await Silent.ReadAsync(Stream, Token), [NewMiner(1), NewMiner(2), NewMiner(3)], Nobody, Token);
        var again = NewMiner(3) with { Misses = 7, AskAgainAt = null };
        await Silent.UpdateAsync(await Silent.ReadAsync(Stream, Token), [again], new HashSet<Hotkey> { NewMiner(1).Hotkey }, Token);

        Assert.Equal([NewMiner(2), again], (await Silent.ReadAsync(Stream, Token)).Miners);
    }

    [Fact]
    public async Task Instances_that_write_at_once_lose_nothing_of_each_other()
    {
        var read = await Silent.ReadAsync(Stream, Token);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(uid => Silent.UpdateAsync(read, [NewMiner(uid)], Nobody, Token).AsTask()));

        Assert.Equal(Enumerable.Range(0, 4).Select(NewMiner), (await Silent.ReadAsync(Stream, Token)).Miners);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(150)]
    public async Task Rows_of_schema_1_are_still_read_and_taken_into_the_one_row_whole(int count)
    {
        SilentMiner[] before = [.. Enumerable.Range(0, count).Select(NewMiner)];
        await AddAsync(before);
        var read = await Silent.ReadAsync(Stream, Token);
        Assert.Equal(before, read.Miners);

        await Silent.UpdateAsync(read, [NewMiner(1000)], new HashSet<Hotkey> { before[0].Hotkey }, Token);
        Assert.Equal([.. before[1..], NewMiner(1000)], (await Silent.ReadAsync(Stream, Token)).Miners);
        Assert.Equal("miners", Assert.Single(Tables.GetTableClient("silentminers").Query<TableEntity>(cancellationToken: Token)).RowKey);
    }

    [Fact]
    public async Task Rows_of_schema_1_that_an_interrupted_move_left_are_not_read_any_more_and_go_with_the_next_write()
    {
        await AddAsync([NewMiner(1)]);
        await Silent.UpdateAsync(await Silent.ReadAsync(Stream, Token), [], new HashSet<Hotkey> { NewMiner(1).Hotkey }, Token);
        await AddAsync([NewMiner(1)]);

        var read = await Silent.ReadAsync(Stream, Token);
        Assert.Empty(read.Miners);
        await Silent.UpdateAsync(read, [], Nobody, Token);
        Assert.Equal("miners", Assert.Single(Tables.GetTableClient("silentminers").Query<TableEntity>(cancellationToken: Token)).RowKey);
    }

    private static SilentMiner NewMiner(int uid) =>
        new(new Hotkey(string.Create(CultureInfo.InvariantCulture, $"5F2DCSzF4V9aMBVz4rvQZbYH2NKzdocU3Cuq9rJ8{uid:D8}")), "203.0.113.7:8091", 3, Noon.AddHours(2), RequestUuid);

    /// <summary>As that version wrote them.</summary>
    private async Task AddAsync(IEnumerable<SilentMiner> miners)
    {
        await Tables.CreateTableIfNotExistsAsync("silentminers", Token);
        foreach (var miner in miners)
        {
            await Tables.GetTableClient("silentminers").AddEntityAsync(
                new TableEntity(Stream, miner.Hotkey.Address)
                {
                    ["Schema"] = 1,
                    ["Axon"] = miner.Axon,
                    ["Misses"] = miner.Misses,
                    ["AskAgainAt"] = miner.AskAgainAt,
                    ["RequestUuid"] = miner.RequestUuid,
                },
                Token);
        }
    }
}
