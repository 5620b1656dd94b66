using Tsps.Bittensor.Dendrite;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Asks miners over the wire with LiveForward, and judges whether what came back can be used.</summary>
public sealed class DendriteQuery(DendriteClient dendrite) : IMinerQuery
{
    public async ValueTask<IReadOnlyList<MinerReply>> AskAsync(ForwardQuestion question, IReadOnlyList<Neuron> targets, CancellationToken cancellationToken)
    {
        DendriteTarget[] axons = [.. targets.Select(target => new DendriteTarget(target.Hotkey, target.Axon))];
        var answers = await dendrite.AskAsync(StreamSynapses.LiveForward(question.Stream, question.RequestUuid, question.Samples), axons, question.Timeout, cancellationToken).ConfigureAwait(false);
        var size = question.Stream.PredictionSize;
        return [.. targets.Zip(answers, (target, answer) => MinerReplies.From(target, answer, ForecastReader.Read(answer, size), size))];
    }
}
