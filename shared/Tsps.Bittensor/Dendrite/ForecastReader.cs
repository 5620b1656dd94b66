using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Dendrite;

/// <summary>Which answers the reference validator keeps (wire specification, section 10). The status code has no say.</summary>
public static class ForecastReader
{
    private const int MaxShownMessage = 200;

    /// <summary>Generation v4: a forecast that can be read, one-dimensional, of the wanted size. NaN and infinity pass.</summary>
    /// <param name="size">Number of closes that were asked for.</param>
    public static ForecastReading Read(DendriteAnswer<LiveForward> answer, int size)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Synapse.Predictions is not { } block)
        {
            return ForecastReading.Refused(NoForecast("forecast", answer.StatusCode, answer.StatusMessage));
        }

        try
        {
            var predictions = TensorCodec.Decode(block, new TensorLimits(Math.Max(size, TensorLimits.Default.MaxElements)));
            return predictions.Shape is [var length] && length == size
                ? new ForecastReading(predictions, null)
                : ForecastReading.Refused($"The forecast has the shape [{string.Join(", ", predictions.Shape)}] instead of [{size}].");
        }
        catch (TensorFormatException exception)
        {
            return ForecastReading.Refused($"The forecast cannot be read. {exception.Message}");
        }
    }

    /// <summary>Generation v6: as v4, and no NaN, and the forecast is the one that was committed to.</summary>
    /// <param name="hash">The earlier answer of the same target; its hotkey is the metagraph's.</param>
    /// <param name="answer">Null when a target without commitment was not asked again.</param>
    public static ForecastReading ReadCommitted(DendriteAnswer<LiveForwardHash> hash, DendriteAnswer<LiveForward>? answer, int size)
    {
        ArgumentNullException.ThrowIfNull(hash);
        if (hash.Synapse.HashedPredictions is not { } commitment || answer is null)
        {
            return ForecastReading.Refused(NoForecast("commitment", hash.StatusCode, hash.StatusMessage));
        }

        var reading = Read(answer, size);
        if (reading.Predictions is not { } predictions)
        {
            return reading;
        }

        if (Array.Exists(predictions.ToDoubles(), double.IsNaN))
        {
            return ForecastReading.Refused("The forecast has closes that are no numbers.");
        }

        return commitment == Commitment.Of(hash.Target.Hotkey, predictions)
            ? reading
            : ForecastReading.Refused("The forecast is not the one that was committed to.");
    }

    private static string NoForecast(string what, int? status, string? message)
    {
        var shown = message is { Length: > MaxShownMessage } ? message[..MaxShownMessage] + "..." : message;
        return $"No {what} in the answer: status {status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}, {shown ?? "no message"}.";
    }
}
