using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Dendrite;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Tells miners what came true (LiveBackward), under the uuid of the request that they answered. It goes to those that were heard in the round and
/// are still registered; whether they take it is theirs to decide. After a crash, or by two instances at once, they may be told twice.
/// </summary>
public sealed partial class ClosesSender(DendriteClient dendrite, ILogger<ClosesSender> logger)
{
    /// <summary>What the reference waits (scoring specification, section 6.1).</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(12);

    public async ValueTask SendAsync(StreamPlan plan, EndedRound ended, Metagraph metagraph, CancellationToken cancellationToken)
    {
        var heard = ended.Answers?.Replies.Where(reply => reply.Contact == MinerContact.Answered) ?? [];
        DendriteTarget[] targets = [.. heard
            .Select(reply => metagraph.Find(new Hotkey(reply.Hotkey)))
            .Where(neuron => neuron?.Axon is { IsAnnounced: true })
            .Select(neuron => new DendriteTarget(neuron!.Hotkey, neuron.Axon))];
        if (targets.Length == 0)
        {
            return;
        }

        var synapse = StreamSynapses.LiveBackward(plan.Stream, ended.Round.RequestUuid, [.. ended.Scores.TruthCloses]);
        var answers = await dendrite.AskAsync(synapse, targets, Timeout, cancellationToken).ConfigureAwait(false);
        var taken = answers.Count(answer => answer.IsSuccess);
        LogSent(plan.Id, ended.Round.Slot, taken, targets.Length);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream}: the closes of round {Slot} were taken by {Taken} of {Told} miners")]
    private partial void LogSent(string stream, RoundSlot slot, int taken, int told);
}
