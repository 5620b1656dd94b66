using System.Globalization;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class PredictionStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private PredictionStore Predictions => new(Tables);

    [Fact]
    public async Task A_round_of_256_miners_is_read_back_as_it_was_written()
    {
        Prediction[] written = [.. Enumerable.Range(0, 256).Select(uid => NewPrediction((ushort)uid) with { State = PredictionState.Scored, StatusCode = 200, Rmse = uid + 0.1, Share = 1e-17, Score = 1d / 3 })];

        await Predictions.SaveAsync(written, Token);
        await Predictions.SaveAsync([NewPrediction(7) with { Slot = SlotAt(Noon.AddHours(1)) }], Token);

        Assert.Equal(written.OrderBy(row => row.Hotkey), await Predictions.ListAsync(Stream, SlotAt(Noon), Token));
    }

    [Fact]
    public async Task Writing_the_same_again_changes_nothing()
    {
        Prediction[] written = [NewPrediction(1), NewPrediction(2) with { State = PredictionState.Refused, StatusCode = 408, Reason = "no answer within 180 s" }];

        await Predictions.SaveAsync(written, Token);
        await Predictions.SaveAsync(written, Token);

        Assert.Equal(written, await Predictions.ListAsync(Stream, SlotAt(Noon), Token));
    }

    [Fact]
    public async Task Deleting_a_round_leaves_the_next_one()
    {
        var next = NewPrediction(1) with { Slot = SlotAt(Noon.AddHours(1)) };
        await Predictions.SaveAsync([NewPrediction(1), NewPrediction(2)], Token);
        await Predictions.SaveAsync([next], Token);

        await Predictions.DeleteAsync(Stream, SlotAt(Noon), Token);

        Assert.Empty(await Predictions.ListAsync(Stream, SlotAt(Noon), Token));
        Assert.Equal([next], await Predictions.ListAsync(Stream, next.Slot, Token));
    }

    private static Prediction NewPrediction(ushort uid) => new()
    {
        StreamId = Stream,
        Slot = SlotAt(Noon),
        Hotkey = new Hotkey(string.Create(CultureInfo.InvariantCulture, $"5Hotkey{uid:D5}")),
        Uid = uid,
        State = PredictionState.Requested,
    };
}
