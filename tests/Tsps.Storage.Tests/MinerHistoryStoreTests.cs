using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class MinerHistoryStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private static readonly DateTimeOffset EndOfMonth = new(2024, 3, 31, 22, 0, 0, TimeSpan.Zero);

    private MinerHistoryStore History => new(Tables);

    [Fact]
    public async Task A_miners_past_is_read_across_months_oldest_first_without_the_others()
    {
        for (var hour = 0; hour < 5; hour++)
        {
            await History.SaveAsync([Ended("5Alice", hour), Ended("5Bob", hour)], Token);
        }

        var past = await History.ListAsync(Stream, new Hotkey("5Alice"), SlotAt(EndOfMonth.AddHours(1)), SlotAt(EndOfMonth.AddHours(3)), Token);

        Assert.Equal(["202403312300", "202404010000", "202404010100"], past.Select(row => row.Slot.Key));
        Assert.All(past, row => Assert.Equal("5Alice", row.Hotkey.Address));
    }

    [Fact]
    public async Task Saving_the_same_again_changes_nothing_and_deleting_leaves_the_others()
    {
        await History.SaveAsync([Ended("5Alice", 0), Ended("5Bob", 0)], Token);
        await History.SaveAsync([Ended("5Alice", 0), Ended("5Bob", 0)], Token);
        await History.DeleteAsync([Ended("5Alice", 0)], Token);

        Assert.Empty(await History.ListAsync(Stream, new Hotkey("5Alice"), SlotAt(EndOfMonth), SlotAt(EndOfMonth), Token));
        Assert.Equal(Ended("5Bob", 0), Assert.Single(await History.ListAsync(Stream, new Hotkey("5Bob"), SlotAt(EndOfMonth), SlotAt(EndOfMonth), Token)) with { Version = "" });
    }

    private static Prediction Ended(string hotkey, int hour) => new()
    {
        StreamId = Stream,
        Slot = SlotAt(EndOfMonth.AddHours(hour)),
        Hotkey = new Hotkey(hotkey),
        Uid = 3,
        State = PredictionState.Scored,
        Rmse = hour + 0.25,
        Share = 0.5,
        Score = 1d / 3,
    };
}
