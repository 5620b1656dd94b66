using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;

namespace Tsps.Mining.Handlers;

/// <summary>Takes note of the true closes of an earlier request.</summary>
public sealed class LiveBackwardHandler : ISynapseHandler<LiveBackward>
{
    public ValueTask<LiveBackward> HandleAsync(LiveBackward synapse, AxonCall call, CancellationToken cancellationToken)
    {
        Closes.Check(synapse.Samples, call);
        return ValueTask.FromResult(synapse with { Received = true });
    }
}
