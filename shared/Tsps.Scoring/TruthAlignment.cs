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
    public static AlignedTruth Align(ScoringProfile profile, StreamDefinition stream, long requestStartMs, IReadOnlyList<Candle> candles) =>
        Align(TruthWindow.Of(profile, stream, requestStartMs), ClosesByTime(candles, stream.Interval));

    /// <summary>Takes the closes of a window out of those known by the Unix milliseconds at which they close.</summary>
    public static AlignedTruth Align(TruthWindow window, IReadOnlyDictionary<long, double> closesByTime)
    {
        ArgumentNullException.ThrowIfNull(closesByTime);
        var times = window.CloseTimesMs();
        var missing = times.Where(time => !closesByTime.ContainsKey(time)).ToArray();
        return new(missing.Length == 0 ? times.Select(time => closesByTime[time]).ToArray() : ReadOnlyMemory<double>.Empty, missing);
    }

    /// <summary>The closes of candles that have a price, by the Unix milliseconds at which they close.</summary>
    /// <param name="candles">Oldest first.</param>
    /// <param name="interval">Of each of them.</param>
    /// <exception cref="ArgumentException">The candles do not ascend.</exception>
    public static IReadOnlyDictionary<long, double> ClosesByTime(IReadOnlyList<Candle> candles, TimeSpan interval)
    {
        ArgumentNullException.ThrowIfNull(candles);
        var closes = new Dictionary<long, double>(candles.Count);
        for (var i = 0; i < candles.Count; i++)
        {
            if (i > 0 && candles[i].OpenTimeMs <= candles[i - 1].OpenTimeMs)
            {
                throw new ArgumentException(
                    $"Candles ascend; the one that opens at {candles[i].OpenTimeMs} follows one that opens at {candles[i - 1].OpenTimeMs}.",
                    nameof(candles));
            }

            if (candles[i].Close is > 0 and < double.PositiveInfinity)
            {
                closes.Add(candles[i].CloseTimeMs(interval), candles[i].Close);
            }
        }

        return closes;
    }
}
