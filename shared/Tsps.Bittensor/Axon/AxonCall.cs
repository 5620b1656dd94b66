using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Bittensor.Axon;

/// <summary>What is certain about a request, unlike the synapse's own members, which are the caller's word.</summary>
/// <param name="Caller">The hotkey that signed. The synapse's <c>Dendrite.Hotkey</c> is not proven: never use it.</param>
/// <param name="ReceivedAt">When the request came in.</param>
/// <param name="Spelling">How the caller reads element types. The axon spells the tensors of every answer so, whatever the handler does.</param>
/// <param name="TensorLimits">How large a tensor may be.</param>
public sealed record AxonCall(Hotkey Caller, DateTimeOffset ReceivedAt, TensorDtypeSpelling Spelling, TensorLimits TensorLimits)
{
    /// <summary>Decodes a tensor of the request.</summary>
    /// <exception cref="TensorFormatException">It does not hold what it says or is too large. Left alone, it makes the axon answer 400 with its message.</exception>
    public Tensor Decode(TensorBlock block) => TensorCodec.Decode(block, TensorLimits);
}
