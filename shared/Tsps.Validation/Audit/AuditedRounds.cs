using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation.Audit;

/// <summary>Reads rounds as an audit wants them, whether they are still kept one by one or in their day's archive. What can't be read is noted and absent.</summary>
public sealed class AuditedRounds(
    RoundStore rounds, PredictionStore predictions, MinerHistoryStore history, RoundDocumentStore documents, TruthStore truths, DayArchiveStore archives)
{
    /// <summary>Under which it is noted that the row of a round can't be read.</summary>
    public const string Rows = "rounds";

    private const string Archive = "archive";
    private const string WholeDay = "rounds of the day";

    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    private DayArchive? _held;

    /// <summary>The rounds from one slot to another, both included, oldest first.</summary>
    public async IAsyncEnumerable<AuditedRound> ListAsync(
        StreamPlan plan, RoundSlot from, RoundSlot to, AuditNotes notes, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var day = DayOf(from); day <= DayOf(to); day = day.AddDays(1))
        {
            var current = day;
            var found = await notes.ListAsync(SlotAt(day).Key, WholeDay, _ => ReadDayAsync(plan, current, from, to, notes, cancellationToken)).ConfigureAwait(false);
            foreach (var round in found)
            {
                yield return round;
            }
        }
    }

    /// <summary>Nothing but slot and state of a day's rounds, oldest first; of what can't be read only that it is not the whole day then.</summary>
    public async ValueTask<(IReadOnlyList<(RoundSlot Slot, RoundState State)> Rounds, bool IsWhole)> ListStatesAsync(StreamPlan plan, DateOnly day, CancellationToken cancellationToken)
    {
        var notes = new AuditNotes(plan.Id);
        var found = await notes.ListAsync(SlotAt(day).Key, WholeDay, _ => ListAsync()).ConfigureAwait(false);
        return (found, notes.Findings.Count == 0);

        async ValueTask<IReadOnlyList<(RoundSlot Slot, RoundState State)>> ListAsync()
        {
            var (first, last) = BoundsOf(day);
            var rows = await ListRowsAsync(plan, day, first, last, notes, cancellationToken).ConfigureAwait(false);
            var archive = await FindArchiveAsync(plan, day, notes, cancellationToken).ConfigureAwait(false);
            var states = rows.Select(row => (row.Slot, row.State)).Concat(archive.Rounds.Select(round => (Slot: RoundSlot.Parse(round.Slot), round.State)));
            return [.. states.DistinctBy(round => round.Slot).OrderBy(round => round.Slot)];
        }
    }

    /// <summary>Whether it is noted that the round can't be read, or none of its day.</summary>
    internal static bool IsUnreadable(RoundSlot slot, AuditNotes notes) =>
        notes.IsUnreadable(slot.Key, Rows) || notes.IsUnreadable(SlotAt(DayOf(slot)).Key, Archive) || notes.IsUnreadable(SlotAt(DayOf(slot)).Key, WholeDay);

    /// <summary>The scores of one slot; null when there are none.</summary>
    public ValueTask<RoundScores?> FindScoresAsync(StreamPlan plan, RoundSlot slot, AuditNotes notes, CancellationToken cancellationToken) =>
        FindAsync(plan, slot, notes, RoundDocumentStore.ScoresName, documents.FindScoresAsync, round => round.Scores, cancellationToken);

    /// <summary>The weights of one slot; null when there are none.</summary>
    public ValueTask<RoundWeights?> FindWeightsAsync(StreamPlan plan, RoundSlot slot, AuditNotes notes, CancellationToken cancellationToken) =>
        FindAsync(plan, slot, notes, RoundDocumentStore.WeightsName, documents.FindWeightsAsync, round => round.Weights, cancellationToken);

    /// <summary>The true closes from one time to another, both included, in Unix milliseconds, by time.</summary>
    public async ValueTask<IReadOnlyDictionary<long, TruthClose>> ReadTruthsAsync(
        StreamPlan plan, RoundSlot slot, long fromMs, long toMs, AuditNotes notes, CancellationToken cancellationToken)
    {
        var stored = await notes.ListAsync(slot.Key, "truths", unreadable => truths.ListAsync(plan.Id, fromMs, toMs, cancellationToken, unreadable)).ConfigureAwait(false);
        var closes = stored.ToDictionary(close => close.CloseTimeMs);
        foreach (var close in (await FindArchiveAsync(plan, DayOf(slot), notes, cancellationToken).ConfigureAwait(false)).Truths)
        {
            closes.TryAdd(close.CloseTimeMs, close);
        }

        return closes;
    }

    private async ValueTask<T?> FindAsync<T>(
        StreamPlan plan,
        RoundSlot slot,
        AuditNotes notes,
        string name,
        Func<string, RoundSlot, CancellationToken, ValueTask<T?>> find,
        Func<ArchivedRound, T?> ofArchived,
        CancellationToken cancellationToken)
        where T : class
    {
        if (await notes.FindAsync(slot.Key, name, () => find(plan.Id, slot, cancellationToken)).ConfigureAwait(false) is { } kept)
        {
            return kept;
        }

        var archive = await FindArchiveAsync(plan, DayOf(slot), notes, cancellationToken).ConfigureAwait(false);
        return archive.Rounds.FirstOrDefault(round => round.Slot == slot.Key) is { } round ? ofArchived(round) : null;
    }

    private async ValueTask<IReadOnlyList<AuditedRound>> ReadDayAsync(
        StreamPlan plan, DateOnly day, RoundSlot from, RoundSlot to, AuditNotes notes, CancellationToken cancellationToken)
    {
        // A day that is compacted meanwhile is in one of them, if not in both.
        var rows = await ListRowsAsync(plan, day, from, to, notes, cancellationToken).ConfigureAwait(false);
        var archived = (await FindArchiveAsync(plan, day, notes, cancellationToken).ConfigureAwait(false)).Rounds;
        var kept = new List<ArchivedRound>();
        foreach (var round in rows)
        {
            if (archived.All(known => known.Slot != round.Slot.Key))
            {
                kept.Add(await ReadAsync(round, notes, cancellationToken).ConfigureAwait(false));
            }
        }

        var histories = await ReadHistoriesAsync(plan, kept, notes, cancellationToken).ConfigureAwait(false);
        var found = archived
            .Where(round => RoundSlot.Parse(round.Slot) is var slot && slot >= from && slot <= to)
            .Select(round => new AuditedRound(round, Histories: null))
            .Concat(kept.Select(round => new AuditedRound(round, round.State.HasEnded() ? [.. histories[round.Slot]] : null)));
        return [.. found.OrderBy(round => round.Round.Slot, StringComparer.Ordinal)];
    }

    private async ValueTask<IReadOnlyList<Round>> ListRowsAsync(
        StreamPlan plan, DateOnly day, RoundSlot from, RoundSlot to, AuditNotes notes, CancellationToken cancellationToken)
    {
        var (first, last) = BoundsOf(day);
        return await notes.ListAsync(
            SlotAt(day).Key, Rows, unreadable => rounds.ListAsync(plan.Id, first > from ? first : from, last < to ? last : to, cancellationToken, unreadable)).ConfigureAwait(false);
    }

    private async ValueTask<ArchivedRound> ReadAsync(Round round, AuditNotes notes, CancellationToken cancellationToken)
    {
        var (stream, slot) = (round.StreamId, round.Slot);
        var scores = await notes.FindAsync(slot.Key, RoundDocumentStore.ScoresName, () => documents.FindScoresAsync(stream, slot, cancellationToken)).ConfigureAwait(false);
        var answers = await notes.FindAsync(slot.Key, RoundDocumentStore.AnswersName, () => documents.FindAnswersAsync(stream, slot, cancellationToken)).ConfigureAwait(false);
        if (!round.State.HasEnded())
        {
            return RoundArchiving.ToArchived(round, [], answers, scores, null);
        }

        return RoundArchiving.ToArchived(
            round,
            await notes.ListAsync(slot.Key, "predictions", unreadable => predictions.ListAsync(stream, slot, cancellationToken, unreadable)).ConfigureAwait(false),
            answers,
            scores,
            await notes.FindAsync(slot.Key, RoundDocumentStore.WeightsName, () => documents.FindWeightsAsync(stream, slot, cancellationToken)).ConfigureAwait(false));
    }

    /// <summary>By slot what each miner's history says of it: a query a miner, not one a miner and round.</summary>
    private async ValueTask<ILookup<string, ArchivedPrediction>> ReadHistoriesAsync(
        StreamPlan plan, List<ArchivedRound> kept, AuditNotes notes, CancellationToken cancellationToken)
    {
        var found = new List<Prediction>();
        foreach (var hotkey in kept.SelectMany(round => round.Predictions).Select(row => row.Hotkey).Distinct())
        {
            var (first, last) = (RoundSlot.Parse(kept[0].Slot), RoundSlot.Parse(kept[^1].Slot));
            found.AddRange(await notes.ListAsync(
                first.Key, $"history of {hotkey}", unreadable => history.ListAsync(plan.Id, new Hotkey(hotkey), first, last, cancellationToken, unreadable)).ConfigureAwait(false));
        }

        return found.ToLookup(row => row.Slot.Key, RoundArchiving.ToArchived);
    }

    /// <summary>A day's archive; an empty one when it has none that can be read.</summary>
    private async ValueTask<DayArchive> FindArchiveAsync(StreamPlan plan, DateOnly day, AuditNotes notes, CancellationToken cancellationToken)
    {
        var name = $"{day:yyyyMMdd}";
        if (_held is { } held && held.StreamId == plan.Id && held.Day == name)
        {
            return held;
        }

        var found = await notes.FindAsync(SlotAt(day).Key, Archive, FindAsync).ConfigureAwait(false);
        var archive = found ?? new DayArchive { StreamId = plan.Id, Day = name, Rounds = [], Truths = [] };
        if (!notes.IsUnreadable(SlotAt(day).Key, Archive))
        {
            _held = archive;
        }

        return archive;

        async ValueTask<DayArchive?> FindAsync()
        {
            var stored = await archives.FindAsync(plan.Id, day, cancellationToken).ConfigureAwait(false);
            return stored is null || (stored.StreamId == plan.Id && stored.Day == name) ? stored : throw new DamagedDataException($"it is that of {stored.StreamId} {stored.Day}");
        }
    }

    internal static DateOnly DayOf(RoundSlot slot) => DateOnly.FromDateTime(slot.Start.UtcDateTime);

    private static (RoundSlot First, RoundSlot Last) BoundsOf(DateOnly day) => (SlotAt(day), new RoundSlot(SlotAt(day.AddDays(1)).Start - OneMinute));

    private static RoundSlot SlotAt(DateOnly day) => new(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
}
