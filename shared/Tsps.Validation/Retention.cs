using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Compacts the days whose rounds ended long ago: one blob takes all that was kept of a day, and only then its rows and documents are deleted, the
/// rounds' own rows last. An interrupted run finds these again and goes on. Nothing goes that scoring still needs: not the round scored last, whose
/// state the next one starts from, and no day from the first one with an open round on.
/// </summary>
public sealed partial class Retention(
    RoundStore rounds,
    PredictionStore predictions,
    MinerHistoryStore history,
    TruthStore truths,
    RoundDocumentStore documents,
    ScoreHeadStore heads,
    DayArchiveStore archives,
    InterruptedRounds interrupted,
    StreamRuns runs,
    ValidatorSettings settings,
    TimeProvider time,
    ILogger<Retention> logger)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    /// <summary>The horizon of a day's last round reaches into the next day; closes of gaps between rounds are looked for as far back.</summary>
    private static readonly TimeSpan TruthMargin = TimeSpan.FromDays(2);

    /// <summary>Compacts what is old enough of every stream. Rounds about the past are measured by closes of any day: nothing of them is compacted.</summary>
    public ValueTask RunAsync(CancellationToken cancellationToken) =>
        runs.EachAsync(StreamWork.Retention, settings.HistoricalOnly ? [] : settings.Streams, CompactAsync, cancellationToken);

    private async ValueTask CompactAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        var limit = DayOf(time.GetUtcNow() - settings.Retention);
        var head = await heads.ReadAsync(plan.Id, cancellationToken).ConfigureAwait(false);
        if (head.LastScored is { } lastScored && DayOf(lastScored.Start) < limit)
        {
            limit = DayOf(lastScored.Start);
        }

        var old = await rounds.ListBeforeAsync(plan.Id, new RoundSlot(limit), cancellationToken).ConfigureAwait(false);
        foreach (var round in old.Where(round => round.State is RoundState.Planned or RoundState.Asking))
        {
            // Left behind by a long outage; at the next run its day may go.
            await interrupted.EndAsync(plan, round, cancellationToken).ConfigureAwait(false);
        }

        foreach (var day in old.GroupBy(round => DayOf(round.Slot.Start)).OrderBy(day => day.Key))
        {
            if (day.Any(round => !round.State.HasEnded())
                || !await TryCompactAsync(plan, day.Key, [.. day], cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async ValueTask<bool> TryCompactAsync(StreamPlan plan, DateTimeOffset day, IReadOnlyList<Round> ended, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(plan, day, ended, cancellationToken).ConfigureAwait(false);
        if (await archives.TryKeepAsync(found, DateOnly.FromDateTime(day.UtcDateTime), cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        foreach (var round in ended)
        {
            var rows = await predictions.ListAsync(plan.Id, round.Slot, cancellationToken).ConfigureAwait(false);
            await history.DeleteAsync(rows, cancellationToken).ConfigureAwait(false);
            await predictions.DeleteAsync(rows, cancellationToken).ConfigureAwait(false);
            await documents.DeleteAsync(plan.Id, round.Slot, cancellationToken).ConfigureAwait(false);
        }

        await truths.DeleteAsync(plan.Id, await ListUnsharedAsync(plan, day, found.Truths, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await rounds.DeleteAsync(ended, cancellationToken).ConfigureAwait(false);
        LogCompacted(plan.Id, day, ended.Count, found.Truths.Count);
        return true;
    }

    private async ValueTask<DayArchive> ReadAsync(StreamPlan plan, DateTimeOffset day, IReadOnlyList<Round> ended, CancellationToken cancellationToken)
    {
        var archived = new List<ArchivedRound>(ended.Count);
        foreach (var round in ended)
        {
            archived.Add(await RoundArchiving.ReadAsync(round, predictions, documents, cancellationToken).ConfigureAwait(false));
        }

        var closes = await truths.ListAsync(plan.Id, (day - TruthMargin).ToUnixTimeMilliseconds(), (day + OneDay + TruthMargin).ToUnixTimeMilliseconds(), cancellationToken).ConfigureAwait(false);
        var last = Math.Max((day + OneDay).ToUnixTimeMilliseconds(), ended.Max(round => round.EndMs) + (2 * plan.Stream.IntervalMs));
        return new DayArchive
        {
            StreamId = plan.Id,
            Day = $"{day.UtcDateTime:yyyyMMdd}",
            Rounds = archived,
            Truths = [.. closes.Where(close => close.CloseTimeMs <= last)],
        };
    }

    /// <summary>Those closes of an archived day that no later round is measured by.</summary>
    private async ValueTask<IReadOnlyList<TruthClose>> ListUnsharedAsync(StreamPlan plan, DateTimeOffset day, IReadOnlyList<TruthClose> closes, CancellationToken cancellationToken)
    {
        var later = await rounds.ListAsync(plan.Id, new RoundSlot(day + OneDay), new RoundSlot(day + OneDay + TruthMargin), cancellationToken).ConfigureAwait(false);
        var firstShared = later.Count > 0 ? later[0].Slot.Start.ToUnixTimeMilliseconds() - plan.Stream.IntervalMs : long.MaxValue;
        return [.. closes.Where(close => close.CloseTimeMs < firstShared)];
    }

    private static DateTimeOffset DayOf(DateTimeOffset instant) => new(instant.UtcDateTime.Date, TimeSpan.Zero);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream}: {Day:yyyy-MM-dd} compacted to its archive: {Rounds} rounds, {Closes} closes")]
    private partial void LogCompacted(string stream, DateTimeOffset day, int rounds, int closes);
}
