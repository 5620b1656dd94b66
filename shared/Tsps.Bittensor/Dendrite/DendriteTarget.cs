using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Bittensor.Dendrite;

/// <summary>An axon to ask.</summary>
/// <param name="Hotkey">As the metagraph has it; part of the signed text.</param>
/// <param name="Endpoint">Null when the neuron has announced none: the answer is 503 without a call.</param>
public sealed record DendriteTarget(Hotkey Hotkey, AxonEndpoint? Endpoint)
{
    /// <summary>
    /// How its SDK spells element types, where known. Otherwise a request with a tensor is sent as SDK 6 reads it, and once more
    /// as SDK 10 does if that fails in the way in which the other spelling fails.
    /// </summary>
    public TensorDtypeSpelling? Spelling { get; init; }

    /// <summary>Waits for this target so long at most, if that is shorter than the query's timeout.</summary>
    public TimeSpan? Timeout { get; init; }
}
