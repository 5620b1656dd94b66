using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Storage;
using Tsps.Subtensor;

namespace Tsps.Validation;

/// <summary>Finds the streams that have newer weights than those set, and whose cadence lets them be set.</summary>
public sealed partial class DueWeights(
    ScoreHeadStore heads, MetagraphReader metagraphs, SubtensorSettings network, ValidatorSettings settings, TimeProvider time, ILogger<DueWeights> logger)
{
    /// <summary>
    /// By stream, the round scored last. Without those whose scores are of another subnet than weights are set on now, which the settings named before; and a stream
    /// whose head can't be read goes with the weights that it had.
    /// </summary>
    /// <param name="known">Heads that need not be read, but for those that are behind what is set.</param>
    /// <exception cref="SubtensorException">Which subnet this one is could not be read.</exception>
    public async ValueTask<IReadOnlyDictionary<string, RoundSlot>> ListAsync(
        SubmittedWeights submission, IReadOnlyCollection<ScoreHead> known, CancellationToken cancellationToken)
    {
        var due = new Dictionary<string, RoundSlot>();
        foreach (var plan in settings.Streams)
        {
            var head = known.FirstOrDefault(head => head.StreamId == plan.Id && !(head.LastScored < submission.Submitted.GetValueOrDefault(plan.Id)))
                ?? await TryReadAsync(plan, cancellationToken).ConfigureAwait(false);
            if (head?.LastScored is { } slot && IsDue(submission, plan, slot) && await IsOwnAsync(head, slot, cancellationToken).ConfigureAwait(false))
            {
                due.Add(plan.Id, slot);
            }
        }

        return due;
    }

    private async ValueTask<bool> IsOwnAsync(ScoreHead head, RoundSlot slot, CancellationToken cancellationToken)
    {
        if (head.Subnet is null || !Subnet.AreDifferent(head.Subnet, (await metagraphs.GetAsync(cancellationToken).ConfigureAwait(false)).Subnet))
        {
            return true;
        }

        LogElsewhere(head.StreamId, slot, head.Subnet, network);
        return false;
    }

    private async ValueTask<ScoreHead?> TryReadAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            return await heads.ReadAsync(plan.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (UnreadableData.Is(unreadable))
        {
            LogUnreadable(plan.Id, unreadable.Message);
            return null;
        }
    }

    private bool IsDue(SubmittedWeights submission, StreamPlan plan, RoundSlot slot) =>
        (!submission.Submitted.TryGetValue(plan.Id, out var submitted) || slot > submitted)
        && (!submission.Renewed.TryGetValue(plan.Id, out var renewed) || time.GetUtcNow() - renewed >= plan.Profile.WeightsEvery);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream}: weights after round {Slot} are of {Subnet} and not for {Network}; the first of this one come when a round is scored that was asked there")]
    private partial void LogElsewhere(string stream, RoundSlot slot, Subnet subnet, SubtensorSettings network);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: how far it is scored cannot be read, so its weights stay as they are: {Reason}")]
    private partial void LogUnreadable(string stream, string reason);
}
