using Tsps.Bittensor.Dendrite;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Asks miners as generation v6 does (wire specification, section 10): for commitments, after a pause for the forecasts, both without samples. Only
/// forecasts that match their commitment are kept. Commitments are waited for no longer than leaves the minutes in which miners reveal, so that one
/// that hangs costs no other its forecast.
/// </summary>
public sealed class HashFirstMinerQuery(HashFirstQuery query, ValidatorSettings settings, TimeProvider time) : IMinerQuery
{
    /// <summary>What is left of the last minute in which miners reveal, to reach them all.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(30);

    /// <summary>For a question that is late already.</summary>
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);

    public async ValueTask<IReadOnlyList<MinerReply>> AskAsync(ForwardQuestion question, IReadOnlyList<Neuron> targets, CancellationToken cancellationToken)
    {
        DendriteTarget[] axons = [.. targets.Select(target => new DendriteTarget(target.Hotkey, target.Axon))];
        var synapse = StreamSynapses.LiveForwardHash(question.Stream, question.RequestUuid);
        var answers = await query.AskAsync(synapse, axons, CommitTimeout(question), question.Timeout, settings.HashPause, cancellationToken).ConfigureAwait(false);
        return [.. targets.Zip(answers, (target, answer) => ToReply(target, answer, question.Stream.PredictionSize))];
    }

    /// <summary>How long miners have for their commitments when they are asked now.</summary>
    public TimeSpan CommitTimeout(ForwardQuestion question)
    {
        if (question.RevealedUntil is not { } end)
        {
            return question.Timeout;
        }

        var room = end - Reserve - settings.HashPause - time.GetUtcNow();
        return room > question.Timeout ? question.Timeout : room > ShortestTimeout ? room : ShortestTimeout;
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
