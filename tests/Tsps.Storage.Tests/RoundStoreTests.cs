using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class RoundStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private RoundStore Rounds => new(Tables);

    [Fact]
    public async Task A_slot_takes_one_round_only()
    {
        var round = NewRound(Noon);

        Assert.True(await Rounds.TryAddAsync(round, Token));
        Assert.False(await Rounds.TryAddAsync(NewRound(Noon), Token));

        var stored = await Rounds.FindAsync(Stream, round.Slot, Token);
        Assert.Equal(round, stored! with { Version = "" });
    }

    [Fact]
    public async Task Of_two_that_read_the_same_version_one_moves_the_round_on()
    {
        await Rounds.TryAddAsync(NewRound(Noon), Token);
        var read = (await Rounds.FindAsync(Stream, SlotAt(Noon), Token))!;

        var winners = await Task.WhenAll(
            Rounds.TryReplaceAsync(read with { State = RoundState.Asking, AskedCount = 1 }, Token).AsTask(),
            Rounds.TryReplaceAsync(read with { State = RoundState.Asking, AskedCount = 2 }, Token).AsTask());

        var winner = Assert.Single(winners, round => round is not null);
        Assert.Equal(winner, await Rounds.FindAsync(Stream, SlotAt(Noon), Token));
    }

    [Fact]
    public async Task A_range_of_slots_is_listed_oldest_first_and_leaves_other_streams_out()
    {
        foreach (var hours in new[] { 3, 1, 2, 0, 4 })
        {
            await Rounds.TryAddAsync(NewRound(Noon.AddHours(hours)), Token);
        }

        await Rounds.TryAddAsync(NewRound(Noon.AddHours(2)) with { StreamId = "ETHUSD-5m" }, Token);

        var found = await Rounds.ListAsync(Stream, SlotAt(Noon.AddHours(1)), SlotAt(Noon.AddHours(3)), Token);
        Assert.Equal(["202403011300", "202403011400", "202403011500"], found.Select(round => round.Slot.Key));
        Assert.All(found, round => Assert.Equal(Stream, round.StreamId));
    }

    [Fact]
    public async Task Nothing_is_found_before_anything_was_written()
    {
        Assert.Null(await Rounds.FindAsync(Stream, SlotAt(Noon), Token));
        Assert.Empty(await Rounds.ListAsync(Stream, SlotAt(Noon), SlotAt(Noon.AddDays(1)), Token));
        Assert.Empty(await Rounds.ListBeforeAsync(Stream, SlotAt(Noon), Token));
    }

    [Fact]
    public async Task Rounds_before_a_limit_are_listed_oldest_first_and_can_be_deleted()
    {
        for (var hour = 4; hour >= 0; hour--)
        {
            await Rounds.TryAddAsync(NewRound(Noon.AddHours(hour)), Token);
        }

        var old = await Rounds.ListBeforeAsync(Stream, SlotAt(Noon.AddHours(3)), Token);
        Assert.Equal(["202403011200", "202403011300", "202403011400"], old.Select(round => round.Slot.Key));

        await Rounds.DeleteAsync(old, Token);
        var left = await Rounds.ListAsync(Stream, SlotAt(Noon), SlotAt(Noon.AddDays(1)), Token);
        Assert.Equal(["202403011500", "202403011600"], left.Select(round => round.Slot.Key));
    }
}
