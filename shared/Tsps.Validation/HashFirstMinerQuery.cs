using Tsps.Bittensor.Dendrite;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Asks miners as generation v6 does (wire specification, section 10): for commitments, after a pause for the forecasts, both without samples. Only
/// forecasts that match their commitment are kept.
/// </summary>
public sealed class HashFirstMinerQuery(HashFirstQuery query, ValidatorSettings settings) : IMinerQuery
{
    public async ValueTask<IReadOnlyList<MinerReply>> AskAsync(ForwardQuestion question, IReadOnlyList<Neuron> targets, CancellationToken cancellationToken)
    {
        DendriteTarget[] axons = [.. targets.Select(target => new DendriteTarget(target.Hotkey, target.Axon))];
        var answers = await query.AskAsync(StreamSynapses.LiveForwardHash(question.Stream, question.RequestUuid), axons, question.Timeout, settings.HashPause, cancellationToken).ConfigureAwait(false);
        return [.. targets.Zip(answers, (target, answer) => ToReply(target, answer, question.Stream.PredictionSize))];
    }

    private static MinerReply ToReply(Neuron target, HashFirstAnswer answer, int size)
    {
        var reply = answer.Forward is { } forward
            ? MinerReplies.From(target, forward, answer.Reading, size)
            : MinerReplies.From(target, answer.Hash, answer.Reading, size);

        // Who committed was there, even if it kept silent afterwards.
        return reply with { Contact = MinerReplies.ContactOf(answer.Hash) };
    }
}
