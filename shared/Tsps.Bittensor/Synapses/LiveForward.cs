using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Synapses;

/// <summary>Asks for a forecast: with samples in generation v4, without in v6.</summary>
public sealed record LiveForward : ForwardSynapse
{
    /// <summary>The forecast closes, one-dimensional; null in requests.</summary>
    public TensorBlock? Predictions { get; init; }
}
