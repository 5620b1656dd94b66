using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Dendrite;

/// <summary>A forecast that may be kept, or why not.</summary>
/// <param name="Predictions">One-dimensional, of the wanted length, in the element type in which it was sent; null when refused.</param>
/// <param name="Refusal">Null when kept.</param>
public sealed record ForecastReading(Tensor? Predictions, string? Refusal)
{
    internal static ForecastReading Refused(string why) => new(null, why);
}
