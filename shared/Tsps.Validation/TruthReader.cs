using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Reads the closes that a round's forecasts are measured by. What is not stored yet is fetched and stored first: a close once stored is
/// the truth for every round and for ever.
/// </summary>
public sealed class TruthReader(ICandleSource candles, TruthStore store, ValidatorSettings settings, TimeProvider time)
{
    private static readonly TimeSpan AwayLimit = TimeSpan.FromDays(14);

    public async ValueTask<Truth> ReadAsync(StreamPlan plan, Round round, CancellationToken cancellationToken)
    {
        var window = TruthWindow.Of(plan.Profile, plan.Stream, round.StartMs);
        var stored = await store.ListAsync(plan.Id, window.FirstCloseMs, window.LastCloseMs, cancellationToken).ConfigureAwait(false);
        var byTime = stored.ToDictionary(close => close.CloseTimeMs);
        var aligned = Align(window, byTime);
        var problem = (string?)null;
        if (!aligned.IsComplete)
        {
            try
            {
                foreach (var close in await FetchAsync(plan, aligned.MissingCloseTimesMs, cancellationToken).ConfigureAwait(false))
                {
                    byTime.Add(close.CloseTimeMs, close);
                }
            }
            catch (CandleSourceException failure)
            {
                problem = $"{candles.Name} could not be read: {failure.Message}";
            }

            aligned = Align(window, byTime);
        }

        var sources = SourcesOf(byTime.Values);
        return aligned.IsComplete
            ? new Truth(sources, aligned.Closes.ToArray(), null, MayStillCome: false)
            : new Truth(sources, null, problem ?? $"{aligned.MissingCloseTimesMs.Count} of its closes are missing at {candles.Name}", MayStillCome(round, isAway: problem is not null));
    }

    /// <summary>The names of all sources of some closes.</summary>
    public static string SourcesOf(IEnumerable<TruthClose> closes) =>
        string.Join(", ", closes.SelectMany(close => close.Sources).Select(source => source.Source).Distinct().Order(StringComparer.Ordinal));

    private async ValueTask<IReadOnlyList<TruthClose>> FetchAsync(StreamPlan plan, IReadOnlyList<long> missing, CancellationToken cancellationToken)
    {
        var (first, last) = (DateTimeOffset.FromUnixTimeMilliseconds(missing[0]), DateTimeOffset.FromUnixTimeMilliseconds(missing[^1]));
        var found = await candles.ReadAsync(plan.Stream, first - plan.Stream.Interval, last, cancellationToken).ConfigureAwait(false);
        var known = TruthAlignment.ClosesByTime(found, plan.Stream.Interval);
        var closes = missing
            .Where(known.ContainsKey)
            .Select(time => new TruthClose(time, known[time], [new SourceClose(candles.Name, known[time])]))
            .ToArray();
        return closes.Length > 0 ? await store.AddAsync(plan.Id, closes, cancellationToken).ConfigureAwait(false) : [];
    }

    private static AlignedTruth Align(TruthWindow window, Dictionary<long, TruthClose> byTime) =>
        TruthAlignment.Align(window, byTime.ToDictionary(entry => entry.Key, entry => entry.Value.Close));

    /// <summary>Whether waiting can help. A source that is away says nothing about what it has: it is given much longer than one that lacks a close.</summary>
    public bool MayStillCome(Round round, bool isAway) =>
        time.GetUtcNow().ToUnixTimeMilliseconds() <= round.EndMs + (long)(settings.TruthDeadline + (isAway ? AwayLimit : TimeSpan.Zero)).TotalMilliseconds;
}
