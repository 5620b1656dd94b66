using Tsps.Domain;

namespace Tsps.Validation;

/// <summary>The moment that a round's forecasts begin at, and the candles before it that miners are given.</summary>
public sealed class RoundStart(ICandleSource candles, ValidatorSettings settings, RoundDraws draws, TimeProvider time)
{
    /// <summary>Now, or in historical mode a moment of the past.</summary>
    /// <exception cref="CandleSourceException">What candles there are could not be found out.</exception>
    public ValueTask<DateTimeOffset> DrawAsync(StreamPlan plan, RoundSlot slot, CancellationToken cancellationToken) =>
        settings.HistoricalOnly ? DrawPastAsync(plan, slot, cancellationToken) : ValueTask.FromResult(time.GetUtcNow());

    /// <summary>A moment of the past that leaves room for samples before it and the horizon after it, where the source's candles have an end.</summary>
    /// <exception cref="CandleSourceException">What candles there are could not be found out.</exception>
    public async ValueTask<DateTimeOffset> DrawPastAsync(StreamPlan plan, RoundSlot slot, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (first, last) = candles is ICandleHistory history
            ? await history.ReadRangeAsync(cancellationToken).ConfigureAwait(false)
            : (DateTimeOffset.UnixEpoch, now);
        return draws.PastMoment(slot, now, first + TimeSpan.FromDays(settings.MaximumSampleDays), last - plan.Stream.Horizon - (plan.Stream.Interval * 2));
    }

    /// <summary>The samples before <paramref name="start"/>; null for a generation that sends none.</summary>
    /// <exception cref="CandleSourceException">They could not be read.</exception>
    public async ValueTask<Samples?> ReadSamplesAsync(StreamPlan plan, RoundSlot slot, DateTimeOffset start, CancellationToken cancellationToken)
    {
        if (plan.CommitsFirst)
        {
            return null;
        }

        var columnsADay = (int)(TimeSpan.FromDays(1) / plan.Stream.Interval);
        var columns = draws.Columns(slot, settings.MinimumSampleDays * columnsADay, settings.MaximumSampleDays * columnsADay);
        var found = await candles.ReadAsync(plan.Stream, start - (plan.Stream.Interval * columns), start, cancellationToken).ConfigureAwait(false);
        return found.Count > 0
            ? Samples.FromCandles(found, plan.Stream.Interval)
            : throw new CandleSourceException($"{candles.Name} has no candles of {plan.Stream.WireId} before {start:u}.");
    }
}
