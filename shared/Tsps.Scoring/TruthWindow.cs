using Tsps.Domain;

namespace Tsps.Scoring;

/// <summary>
/// The closes that are the truth of a request, by the Unix milliseconds at which they close (scoring specification, section 6.6).
/// </summary>
/// <param name="FirstCloseMs">When the first one closes.</param>
/// <param name="LastCloseMs">When the last one closes: before then the truth cannot be complete.</param>
/// <param name="IntervalMs">From one to the next.</param>
public readonly record struct TruthWindow(long FirstCloseMs, long LastCloseMs, long IntervalMs)
{
    /// <summary>
    /// The window of a request that started at <paramref name="requestStartMs"/>, Unix milliseconds. A candle source reads it as (first
    /// − interval, last].
    /// </summary>
    public static TruthWindow Of(ScoringProfile profile, StreamDefinition stream, long requestStartMs)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(requestStartMs);
        var interval = stream.IntervalMs;
        var lastClosed = requestStartMs - (requestStartMs % interval);
        var nextOpen = lastClosed == requestStartMs ? lastClosed : lastClosed + interval;
        var first = profile.TruthAlignment == TruthAlignmentRule.FirstWholeCandleAfter ? nextOpen + interval : lastClosed;
        return new(first, first + ((stream.PredictionSize - 1) * interval), interval);
    }

    /// <summary>When each of the closes closes, in forecast order.</summary>
    public IReadOnlyList<long> CloseTimesMs()
    {
        var times = new long[((LastCloseMs - FirstCloseMs) / IntervalMs) + 1];
        for (var step = 0; step < times.Length; step++)
        {
            times[step] = FirstCloseMs + (step * IntervalMs);
        }

        return times;
    }
}
