using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Storage;

namespace Tsps.Mining.Handlers;

/// <summary>
/// Answers with the closes that this caller was committed to under the same request uuid, else with what the miner's model forecasts (wire
/// specification, section 8). Samples that can't be used are refused in either case, before storage is asked, and so is a question without any
/// outside its minutes.
/// </summary>
public sealed class LiveForwardHandler(ForecastMaker forecasts, CommitmentTable commitments, MinerSettings settings) : ISynapseHandler<LiveForward>
{
    public async ValueTask<LiveForward> HandleAsync(LiveForward synapse, AxonCall call, CancellationToken cancellationToken)
    {
        if (synapse.Samples is null && FindRefusal(call) is { } reason)
        {
            throw SynapseFailedException.Forbidden(call.Caller, reason);
        }

        var samples = SampleTensor.Read(synapse, call);
        var closes = await commitments.FindAsync(call.Caller.Address, synapse.StreamId, synapse.RequestUuid, cancellationToken).ConfigureAwait(false)
            ?? await forecasts.MakeAsync(synapse, samples, cancellationToken).ConfigureAwait(false);
        return synapse with { Predictions = TensorCodec.Encode(Tensor.Of(closes, closes.Length), call.Spelling) };
    }

    /// <summary>Why it is not the time for a question without samples; null when it is.</summary>
    private string? FindRefusal(AxonCall call) =>
        settings.BareForwardMinutes is not { } minutes || settings.AllowedHotkeys.Contains(call.Caller)
            ? null
            : minutes.Decide(new AdmissionRequest(nameof(LiveForward), call.Caller, call.ReceivedAt)).Reason;
}
