using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Synapses;

/// <summary>Asks for a forecast of scaled past samples.</summary>
public sealed record TrainingForward : ForwardSynapse
{
    /// <summary>The forecast scaled closes, one-dimensional; null in requests.</summary>
    public TensorBlock? Predictions { get; init; }
}
