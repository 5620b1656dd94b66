using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Tensors;

namespace Tsps.Mining.Handlers;

/// <summary>The samples of a Backward synapse.</summary>
internal static class Closes
{
    /// <exception cref="SynapseFailedException">There are none.</exception>
    /// <exception cref="TensorFormatException">They can't be read.</exception>
    public static void Check(TensorBlock? samples, AxonCall call) =>
        call.Decode(samples ?? throw new SynapseFailedException("samples are missing; a Backward synapse carries the true closes there."));
}
