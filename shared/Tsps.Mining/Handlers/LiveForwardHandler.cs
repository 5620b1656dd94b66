using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Storage;

namespace Tsps.Mining.Handlers;

/// <summary>
/// Answers with the closes that this caller was committed to under the same request uuid, else with what the miner's model forecasts (wire
/// specification, section 8). Samples that can't be used are refused in either case, before storage is asked.
/// </summary>
public sealed class LiveForwardHandler(ForecastMaker forecasts, CommitmentTable commitments) : ISynapseHandler<LiveForward>
{
    public async ValueTask<LiveForward> HandleAsync(LiveForward synapse, AxonCall call, CancellationToken cancellationToken)
    {
        var samples = SampleTensor.Read(synapse, call);
        var closes = await commitments.FindAsync(call.Caller.Address, synapse.StreamId, synapse.RequestUuid, cancellationToken).ConfigureAwait(false)
            ?? await forecasts.MakeAsync(synapse, samples, cancellationToken).ConfigureAwait(false);
        return synapse with { Predictions = TensorCodec.Encode(Tensor.Of(closes, closes.Length), call.Spelling) };
    }
}
