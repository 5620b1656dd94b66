using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;

namespace Tsps.Mining.Handlers;

/// <summary>Takes note of the closes that followed a training request.</summary>
public sealed class TrainingBackwardHandler : ISynapseHandler<TrainingBackward>
{
    public ValueTask<TrainingBackward> HandleAsync(TrainingBackward synapse, AxonCall call, CancellationToken cancellationToken)
    {
        Closes.Check(synapse.Samples, call);
        return ValueTask.FromResult(synapse with { Received = true });
    }
}
