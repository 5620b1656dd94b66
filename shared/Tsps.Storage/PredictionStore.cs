using System.Globalization;
using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>
/// Table <c>predictions</c>: partition = stream and slot, row = the miner's hotkey. A round's predictions lie together, so that they are
/// written a hundred to a transaction and read in one query. Each moves on only against the version that was read, and never back.
/// </summary>
public sealed class PredictionStore(TableServiceClient tables)
{
    private const string TableName = "predictions";
    private const int SchemaVersion = 2;

    /// <summary>How often a transaction that another instance forestalled is made up anew before that counts as a fault.</summary>
    private const int Attempts = 8;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>
    /// Moves predictions of one round to the states given, those not stored yet included. One that another instance has moved as far or
    /// further stays as it is, so that repeating a move changes nothing.
    /// </summary>
    /// <param name="predictions">With the versions that they were read with, or without one where nothing was read.</param>
    /// <returns>The predictions as they are stored now, in the order given.</returns>
    /// <exception cref="InvalidOperationException">Other instances kept changing them.</exception>
    public async ValueTask<IReadOnlyList<Prediction>> MoveAsync(IReadOnlyList<Prediction> predictions, CancellationToken cancellationToken)
    {
        var stored = new List<Prediction>(predictions.Count);
        foreach (var chunk in predictions.Chunk(TableRows.TransactionLimit))
        {
            stored.AddRange(await MoveTogetherAsync(chunk, cancellationToken).ConfigureAwait(false));
        }

        return stored;
    }

    /// <summary>The predictions of a round by hotkey.</summary>
    /// <param name="unreadable">Takes note of rows that can't be read, which are left out; without it they are an exception.</param>
    public async ValueTask<IReadOnlyList<Prediction>> ListAsync(
        string streamId, RoundSlot slot, CancellationToken cancellationToken, ICollection<UnreadableRow>? unreadable = null)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(streamId, slot)}");
        return await _table.ListAsync(SchemaVersion, filter, row => ToPrediction(row, streamId, slot), unreadable, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Voids those of a round that have not ended yet.</summary>
    /// <returns>All of the round, as they are stored now.</returns>
    public async ValueTask<IReadOnlyList<Prediction>> VoidAsync(string streamId, RoundSlot slot, string reason, CancellationToken cancellationToken)
    {
        var rows = await ListAsync(streamId, slot, cancellationToken).ConfigureAwait(false);
        var open = rows.Where(row => row.State.MayBecome(PredictionState.Void)).ToArray();
        var moved = await MoveAsync([.. open.Select(row => row with { State = PredictionState.Void, Reason = reason })], cancellationToken).ConfigureAwait(false);
        return [.. rows.Except(open), .. moved];
    }

    /// <summary>Deletes rows of one round, whether they are there or not.</summary>
    public ValueTask DeleteAsync(IReadOnlyList<Prediction> predictions, CancellationToken cancellationToken) =>
        _table.DeleteAllAsync([.. predictions.Select(ToRow)], cancellationToken);

    private async ValueTask<IReadOnlyList<Prediction>> MoveTogetherAsync(Prediction[] wanted, CancellationToken cancellationToken)
    {
        var (moves, settled) = (wanted, new Dictionary<Hotkey, Prediction>());
        for (var attempt = 0; attempt < Attempts && moves.Length > 0; attempt++)
        {
            if (await _table.TryWriteTogetherAsync([.. moves.Select(move => (ToRow(move), move.Version))], cancellationToken).ConfigureAwait(false) is { } versions)
            {
                settled = moves.Select((move, index) => move with { Version = versions[index] }).Concat(settled.Values).ToDictionary(row => row.Hotkey);
                return [.. wanted.Select(row => settled[row.Hotkey])];
            }

            var stored = (await ListAsync(wanted[0].StreamId, wanted[0].Slot, cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Hotkey);
            settled = wanted.Where(IsSettled).Select(row => stored[row.Hotkey]).ToDictionary(row => row.Hotkey);
            moves = [.. wanted.Where(row => !IsSettled(row)).Select(row => row with { Version = stored.GetValueOrDefault(row.Hotkey)?.Version ?? "" })];

            bool IsSettled(Prediction row) => stored.TryGetValue(row.Hotkey, out var current) && !current.State.MayBecome(row.State);
        }

        return moves.Length == 0
            ? [.. wanted.Select(row => settled[row.Hotkey])]
            : throw new InvalidOperationException($"The predictions of round {wanted[0].Slot} of {wanted[0].StreamId} were changed by others {Attempts} times while this instance moved them; the next run goes on.");
    }

    private static string Partition(string streamId, RoundSlot slot) => string.Create(CultureInfo.InvariantCulture, $"{streamId}|{slot.Key}");

    private static TableEntity ToRow(Prediction prediction) => PredictionRows.ToRow(prediction, Partition(prediction.StreamId, prediction.Slot), prediction.Hotkey.Address, SchemaVersion);

    private static Prediction ToPrediction(TableEntity row, string streamId, RoundSlot slot) => PredictionRows.ToPrediction(row, streamId, slot, new Hotkey(row.RowKey));
}
