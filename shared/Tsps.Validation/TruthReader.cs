using Tsps.Domain;
using Tsps.Scoring;

namespace Tsps.Validation;

/// <summary>Reads the closes that a round's forecasts are measured by.</summary>
public sealed class TruthReader(ICandleSource candles, ScoringProfile profile, ValidatorSettings settings, TimeProvider time)
{
    public async ValueTask<Truth> ReadAsync(Round round, CancellationToken cancellationToken)
    {
        var mayStillCome = time.GetUtcNow().ToUnixTimeMilliseconds() <= round.EndMs + (long)settings.TruthDeadline.TotalMilliseconds;
        var start = DateTimeOffset.FromUnixTimeMilliseconds(round.StartMs);
        try
        {
            // Both alignment rules stay within one interval before the start and two after the end.
            var margin = settings.Stream.Interval * 2;
            var found = await candles.ReadAsync(settings.Stream, start - margin, start + settings.Stream.Horizon + margin, cancellationToken).ConfigureAwait(false);
            var aligned = TruthAlignment.Align(profile, settings.Stream, round.StartMs, found);
            return aligned.IsComplete
                ? new Truth(candles.Name, aligned.Closes.ToArray(), null, mayStillCome)
                : new Truth(candles.Name, null, $"{aligned.MissingCloseTimesMs.Count} of its closes are missing at {candles.Name}", mayStillCome);
        }
        catch (CandleSourceException failure)
        {
            return new Truth(candles.Name, null, $"{candles.Name} could not be read: {failure.Message}", mayStillCome);
        }
    }
}
