using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>From the dendrite's answers to replies as they are stored.</summary>
internal static class MinerReplies
{
    /// <param name="answer">The last thing that came of the target.</param>
    /// <param name="reading">What is in it.</param>
    /// <param name="size">How many closes were asked for.</param>
    public static MinerReply From<TSynapse>(Neuron target, DendriteAnswer<TSynapse> answer, ForecastReading reading, int size)
        where TSynapse : Synapse
    {
        var closes = reading.Predictions?.ToDoubles();
        var refusal = closes is null ? reading.Refusal : PredictionCheck.Check(closes, size)?.Reason;
        return new MinerReply(
            target.Hotkey.Address,
            target.Uid,
            answer.StatusCode,
            answer.StatusMessage,
            answer.ProcessTime,
            refusal is null ? reading.Predictions!.Dtype.ToString().ToLowerInvariant() : null,
            refusal is null ? closes : null,
            refusal)
        {
            Contact = ContactOf(answer),
        };
    }

    public static MinerContact ContactOf<TSynapse>(DendriteAnswer<TSynapse> answer)
        where TSynapse : Synapse =>
        answer.HasAnswered ? MinerContact.Answered
        : answer.Fault == DendriteFault.AddressRefused ? MinerContact.NotCalled
        : MinerContact.Silent;
}
