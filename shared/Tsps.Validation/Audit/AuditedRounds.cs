using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation.Audit;

/// <summary>Reads rounds as an audit wants them, whether they are still kept one by one or in their day's archive.</summary>
public sealed class AuditedRounds(
    RoundStore rounds, PredictionStore predictions, MinerHistoryStore history, RoundDocumentStore documents, TruthStore truths, DayArchiveStore archives)
{
    private DayArchive? _held;

    /// <summary>The ended rounds from one slot to another, both included, oldest first.</summary>
    public async IAsyncEnumerable<AuditedRound> ListAsync(
        StreamPlan plan, RoundSlot from, RoundSlot to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var day = DayOf(from); day <= DayOf(to); day = day.AddDays(1))
        {
            foreach (var round in await ReadDayAsync(plan, day, from, to, cancellationToken).ConfigureAwait(false))
            {
                yield return round;
            }
        }
    }

    /// <summary>The scores of one slot; null when there are none.</summary>
    public async ValueTask<RoundScores?> FindScoresAsync(StreamPlan plan, RoundSlot slot, CancellationToken cancellationToken) =>
        await documents.FindScoresAsync(plan.Id, slot, cancellationToken).ConfigureAwait(false)
        ?? (await FindArchiveAsync(plan, DayOf(slot), cancellationToken).ConfigureAwait(false))?.Rounds.FirstOrDefault(round => round.Slot == slot.Key)?.Scores;

    /// <summary>The true closes from one time to another, both included, in Unix milliseconds, by time.</summary>
    public async ValueTask<IReadOnlyDictionary<long, double>> ReadTruthsAsync(StreamPlan plan, RoundSlot slot, long fromMs, long toMs, CancellationToken cancellationToken)
    {
        var closes = (await truths.ListAsync(plan.Id, fromMs, toMs, cancellationToken).ConfigureAwait(false)).ToDictionary(close => close.CloseTimeMs, close => close.Close);
        foreach (var close in (await FindArchiveAsync(plan, DayOf(slot), cancellationToken).ConfigureAwait(false))?.Truths ?? [])
        {
            closes.TryAdd(close.CloseTimeMs, close.Close);
        }

        return closes;
    }

    private async ValueTask<IReadOnlyList<AuditedRound>> ReadDayAsync(StreamPlan plan, DateOnly day, RoundSlot from, RoundSlot to, CancellationToken cancellationToken)
    {
        var archived = (await FindArchiveAsync(plan, day, cancellationToken).ConfigureAwait(false))?.Rounds ?? [];
        var (first, last) = (SlotAt(day), SlotAt(day.AddDays(1)));
        var rows = await rounds.ListAsync(plan.Id, first > from ? first : from, last < to ? last : to, cancellationToken).ConfigureAwait(false);
        var kept = new List<ArchivedRound>();
        foreach (var round in rows.Where(round => DayOf(round.Slot) == day && HasEnded(round.State) && archived.All(known => known.Slot != round.Slot.Key)))
        {
            kept.Add(await RoundArchiving.ReadAsync(round, predictions, documents, cancellationToken).ConfigureAwait(false));
        }

        var histories = await ReadHistoriesAsync(plan, kept, cancellationToken).ConfigureAwait(false);
        var found = archived
            .Where(round => HasEnded(round.State) && RoundSlot.Parse(round.Slot) is var slot && slot >= from && slot <= to)
            .Select(round => new AuditedRound(round, Histories: null))
            .Concat(kept.Select(round => new AuditedRound(round, [.. histories[round.Slot]])));
        return [.. found.OrderBy(round => round.Round.Slot, StringComparer.Ordinal)];
    }

    /// <summary>By slot what each miner's history says of it: a query a miner, not one a miner and round.</summary>
    private async ValueTask<ILookup<string, ArchivedPrediction>> ReadHistoriesAsync(StreamPlan plan, List<ArchivedRound> kept, CancellationToken cancellationToken)
    {
        var found = new List<Prediction>();
        foreach (var hotkey in kept.SelectMany(round => round.Predictions).Select(row => row.Hotkey).Distinct())
        {
            var (first, last) = (RoundSlot.Parse(kept[0].Slot), RoundSlot.Parse(kept[^1].Slot));
            found.AddRange(await history.ListAsync(plan.Id, new Hotkey(hotkey), first, last, cancellationToken).ConfigureAwait(false));
        }

        return found.ToLookup(row => row.Slot.Key, RoundArchiving.ToArchived);
    }

    private async ValueTask<DayArchive?> FindArchiveAsync(StreamPlan plan, DateOnly day, CancellationToken cancellationToken)
    {
        var name = $"{day:yyyyMMdd}";
        if (_held is { } held && held.StreamId == plan.Id && held.Day == name)
        {
            return held;
        }

        var found = await archives.FindAsync(plan.Id, day, cancellationToken).ConfigureAwait(false);
        _held = found ?? new DayArchive { StreamId = plan.Id, Day = name, Rounds = [], Truths = [] };
        return _held;
    }

    private static bool HasEnded(RoundState state) => state is RoundState.Scored or RoundState.Void or RoundState.Missed;

    private static DateOnly DayOf(RoundSlot slot) => DateOnly.FromDateTime(slot.Start.UtcDateTime);

    private static RoundSlot SlotAt(DateOnly day) => new(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
}
