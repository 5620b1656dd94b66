using System.Globalization;
using Azure.Data.Tables;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class PredictionStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private PredictionStore Predictions => new(Tables);

    [Fact]
    public async Task A_round_of_256_miners_moves_on_and_is_read_back_as_it_was_written()
    {
        Prediction[] requested = [.. Enumerable.Range(0, 256).Select(uid => NewPrediction((ushort)uid))];
        var stored = await Predictions.MoveAsync(requested, Token);
        await Predictions.MoveAsync([NewPrediction(7) with { Slot = SlotAt(Noon.AddHours(1)) }], Token);
        var received = await Predictions.MoveAsync([.. stored.Select(row => row with { State = PredictionState.Received, StatusCode = 200 })], Token);
        var scored = await Predictions.MoveAsync([.. received.Select(row => row with { State = PredictionState.Scored, Rmse = row.Uid + 0.1, Share = 1e-17, Score = 1d / 3 })], Token);

        Assert.Equal(256, scored.Count);
        Assert.Equal(scored.OrderBy(row => row.Hotkey), await Predictions.ListAsync(Stream, SlotAt(Noon), Token));
    }

    [Fact]
    public async Task Moving_the_same_again_changes_nothing_not_even_a_version()
    {
        Prediction[] wanted = [NewPrediction(1), NewPrediction(2) with { State = PredictionState.Refused, StatusCode = 408, Reason = "no answer within 180 s" }];

        var first = await Predictions.MoveAsync(wanted, Token);
        var second = await Predictions.MoveAsync(wanted, Token);

        Assert.Equal(first, second);
        Assert.Equal(first, await Predictions.ListAsync(Stream, SlotAt(Noon), Token));
    }

    [Fact]
    public async Task A_prediction_never_goes_back_whoever_asks_for_it()
    {
        var stored = await Predictions.MoveAsync([NewPrediction(1), NewPrediction(2)], Token);
        var ended = await Predictions.MoveAsync([.. stored.Select(row => row with { State = PredictionState.Void, Reason = "lost" })], Token);

        var late = await Predictions.MoveAsync([.. stored.Select(row => row with { State = PredictionState.Received }), NewPrediction(3)], Token);

        Assert.Equal(ended, late.Take(2));
        Assert.Equal(PredictionState.Requested, late[2].State);
    }

    [Fact]
    public async Task Instances_that_move_a_round_at_once_agree_on_where_it_stands()
    {
        var stored = await Predictions.MoveAsync([.. Enumerable.Range(0, 150).Select(uid => NewPrediction((ushort)uid))], Token);
        PredictionState[] targets = [PredictionState.Received, PredictionState.Void, PredictionState.Received, PredictionState.Refused];

        await Task.WhenAll(targets.Select(state => Predictions.MoveAsync([.. stored.Select(row => row with { State = state })], Token).AsTask()));

        var rows = await Predictions.ListAsync(Stream, SlotAt(Noon), Token);
        Assert.Equal(150, rows.Count);
        Assert.All(rows, row => Assert.Contains(row.State, targets));
    }

    [Fact]
    public async Task Rows_of_schema_1_are_still_read_and_move_on()
    {
        var row = new TableEntity($"{Stream}|202403011200", "5Hotkey00001") { ["Schema"] = 1, ["Uid"] = 1, ["State"] = "Received", ["StatusCode"] = 200 };
        await Tables.CreateTableIfNotExistsAsync("predictions", Token);
        await Tables.GetTableClient("predictions").AddEntityAsync(row, Token);

        var read = Assert.Single(await Predictions.ListAsync(Stream, SlotAt(Noon), Token));
        var moved = Assert.Single(await Predictions.MoveAsync([read with { State = PredictionState.Due }], Token));

        Assert.Equal((PredictionState.Received, (ushort)1, PredictionState.Due), (read.State, read.Uid, moved.State));
    }

    [Fact]
    public async Task Voiding_ends_what_is_open_and_leaves_what_has_ended()
    {
        await Predictions.MoveAsync([NewPrediction(1), NewPrediction(2) with { State = PredictionState.Refused, Reason = "no answer" }], Token);

        var all = await Predictions.VoidAsync(Stream, SlotAt(Noon), "no truth", Token);

        Assert.Equal(["no truth", "no answer"], all.OrderBy(row => row.Uid).Select(row => row.Reason));
        Assert.Equal([PredictionState.Void, PredictionState.Refused], all.OrderBy(row => row.Uid).Select(row => row.State));
    }

    [Fact]
    public async Task Deleting_a_round_leaves_the_next_one()
    {
        var next = NewPrediction(1) with { Slot = SlotAt(Noon.AddHours(1)) };
        await Predictions.MoveAsync([NewPrediction(1), NewPrediction(2)], Token);
        var kept = await Predictions.MoveAsync([next], Token);

        await Predictions.DeleteAsync(await Predictions.ListAsync(Stream, SlotAt(Noon), Token), Token);

        Assert.Empty(await Predictions.ListAsync(Stream, SlotAt(Noon), Token));
        Assert.Equal(kept, await Predictions.ListAsync(Stream, next.Slot, Token));
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
