using System.Globalization;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Asks miners over the wire with LiveForward, and judges whether what came back can be used.</summary>
public sealed class DendriteQuery(DendriteClient dendrite) : IMinerQuery
{
    public async ValueTask<IReadOnlyList<MinerReply>> AskAsync(ForwardQuestion question, IReadOnlyList<Neuron> targets, CancellationToken cancellationToken)
    {
        DendriteTarget[] axons = [.. targets.Select(target => new DendriteTarget(target.Hotkey, target.Axon))];
        var answers = await dendrite.AskAsync(ToSynapse(question), axons, question.Timeout, cancellationToken).ConfigureAwait(false);
        return [.. targets.Zip(answers, (target, answer) => ToReply(target, answer, question.Stream.PredictionSize))];
    }

    private static LiveForward ToSynapse(ForwardQuestion question) => new()
    {
        RequestUuid = question.RequestUuid.ToString("D", CultureInfo.InvariantCulture),
        StreamId = question.Stream.Id,
        TopicId = question.Stream.TopicId,
        SchemaId = question.Stream.SchemaId,
        FeatureIds = question.Stream.FeatureIds,
        PredictionSize = question.Stream.PredictionSize,
        Samples = TensorCodec.Encode(question.Samples.Values.Span, [Samples.RowCount, question.Samples.Columns], TensorDtypeSpelling.Torch),
    };

    private static MinerReply ToReply(Neuron target, DendriteAnswer<LiveForward> answer, int size)
    {
        var reading = ForecastReader.Read(answer, size);
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
            refusal);
    }
}
