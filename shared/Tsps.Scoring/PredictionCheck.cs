namespace Tsps.Scoring;

/// <summary>Looks an answer over when it is received, so that nothing unscorable is stored.</summary>
public static class PredictionCheck
{
    /// <summary>
    /// Refuses an answer of the wrong length and closes that are no price: NaN, infinite, zero or negative. Null when it is in order.
    /// </summary>
    /// <param name="closes">The forecast closes.</param>
    /// <param name="size">How many closes were asked for.</param>
    public static PredictionRefusal? Check(ReadOnlySpan<double> closes, int size)
    {
        if (closes.Length != size)
        {
            return new($"{closes.Length} closes were sent where {size} were asked for.");
        }

        for (var i = 0; i < closes.Length; i++)
        {
            if (!(closes[i] > 0) || double.IsPositiveInfinity(closes[i]))
            {
                return new(FormattableString.Invariant($"Close {i + 1} of {size} is {closes[i]}; a close is a positive, finite price."));
            }
        }

        return null;
    }
}
