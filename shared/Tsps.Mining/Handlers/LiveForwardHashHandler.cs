using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Mining.Handlers;

/// <summary>
/// Forecasts, keeps the closes for the later <see cref="LiveForward"/>, and answers the commitment to them (wire specification, sections 8 and 9).
/// Who asks again under the same request uuid gets the same commitment. Samples that can't be used are refused before storage is asked.
/// </summary>
public sealed class LiveForwardHashHandler(ForecastMaker forecasts, CommitmentTable commitments, IHotkeySigner self) : ISynapseHandler<LiveForwardHash>
{
    /// <summary>The second question comes a minute after the first; a day leaves room for any validator.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>It is kept beside the closes, in a row that has room for 32,000.</summary>
    private const int LongestStreamId = 1024;

    public async ValueTask<LiveForwardHash> HandleAsync(LiveForwardHash synapse, AxonCall call, CancellationToken cancellationToken)
    {
        if (synapse.StreamId.Length > LongestStreamId)
        {
            throw new SynapseFailedException(400, $"stream_id has {synapse.StreamId.Length} characters; {LongestStreamId} are the most that this miner keeps.");
        }

        var samples = SampleTensor.Read(synapse, call);
        var (caller, stream, request) = (call.Caller.Address, synapse.StreamId, synapse.RequestUuid);
        var closes = await commitments.FindAsync(caller, stream, request, cancellationToken).ConfigureAwait(false)
            ?? await commitments.AddAsync(
                caller, stream, request, await forecasts.MakeAsync(synapse, samples, cancellationToken).ConfigureAwait(false), call.ReceivedAt + Kept, cancellationToken).ConfigureAwait(false);
        return synapse with { HashedPredictions = Commitment.Of(self.Hotkey, closes) };
    }
}
