using Tsps.Domain;

namespace Tsps.Scoring;

/// <summary>Picks the closes that an answer is compared with out of a series of candles.</summary>
public static class TruthAlignment
{
    /// <summary>
    /// Takes, for each step of <see cref="TruthWindow"/>, the close of the candle that closes then; one that is absent or without a
    /// price is missing, and nothing shifts into its place.
    /// </summary>
    /// <param name="requestStartMs">When the request counts as sent, in Unix milliseconds.</param>
    /// <param name="candles">Oldest first, of the stream's interval; more than are needed is no harm.</param>
    /// <exception cref="ArgumentException">The candles do not ascend.</exception>
    public static AlignedTruth Align(ScoringProfile profile, StreamDefinition stream, long requestStartMs, IReadOnlyList<Candle> candles)
    {
        ArgumentNullException.ThrowIfNull(candles);
        var window = TruthWindow.Of(profile, stream, requestStartMs);
        var closes = new double[stream.PredictionSize];
        var missing = new List<long>();
        var next = 0;
        for (var step = 0; step < closes.Length; step++)
        {
            var closeTime = window.FirstCloseMs + (step * window.IntervalMs);
            next = FirstClosingAtOrAfter(closeTime, candles, next, stream.Interval);
            var isThere = next < candles.Count && candles[next].CloseTimeMs(stream.Interval) == closeTime;
            if (isThere && candles[next].Close is > 0 and < double.PositiveInfinity)
            {
                closes[step] = candles[next].Close;
            }
            else
            {
                missing.Add(closeTime);
            }
        }

        return new(missing.Count == 0 ? closes : ReadOnlyMemory<double>.Empty, missing);
    }

    /// <summary>Takes the closes of a window out of those known by the Unix milliseconds at which they close.</summary>
    public static AlignedTruth Align(TruthWindow window, IReadOnlyDictionary<long, double> closesByTime)
    {
        ArgumentNullException.ThrowIfNull(closesByTime);
        var times = window.CloseTimesMs();
        var missing = times.Where(time => !closesByTime.ContainsKey(time)).ToArray();
        return new(missing.Length == 0 ? times.Select(time => closesByTime[time]).ToArray() : ReadOnlyMemory<double>.Empty, missing);
    }

    private static int FirstClosingAtOrAfter(long closeTime, IReadOnlyList<Candle> candles, int from, TimeSpan interval)
    {
        var i = from;
        while (i < candles.Count && candles[i].CloseTimeMs(interval) < closeTime)
        {
            i++;
            if (i < candles.Count && candles[i].OpenTimeMs <= candles[i - 1].OpenTimeMs)
            {
                throw new ArgumentException(
                    $"Candles ascend; the one that opens at {candles[i].OpenTimeMs} follows one that opens at {candles[i - 1].OpenTimeMs}.",
                    nameof(candles));
            }
        }

        return i;
    }
}
