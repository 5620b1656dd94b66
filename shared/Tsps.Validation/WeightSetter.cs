using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Scoring;
using Tsps.Storage;
using Tsps.Subtensor;

namespace Tsps.Validation;

/// <summary>
/// Sets the computed weights at the cadence of their generation. Where a validator runs several, a stream whose turn it is not goes with the weights
/// that it had. An attempt that sets nothing keeps them, is recorded with its reason and made again, ever more seldom up to once an hour.
/// </summary>
public sealed partial class WeightSetter(
    ScoreHeadStore heads,
    SubmittedWeightsStore submissions,
    RoundDocumentStore documents,
    MetagraphReader metagraphs,
    ISubtensor subtensor,
    IHotkeySigner self,
    SubtensorSettings network,
    ValidatorSettings settings,
    TimeProvider time,
    ILogger<WeightSetter> logger)
{
    private const int Attempts = 3;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(1);

    /// <summary>Sets weights where a stream has newer ones and its cadence lets it.</summary>
    public ValueTask SetDueAsync(CancellationToken cancellationToken) => SetDueAsync([], cancellationToken);

    /// <param name="known">Heads that this run has just read or moved, so that they need not be read again; those of the other streams are, and those that are behind what is set.</param>
    public async ValueTask SetDueAsync(IReadOnlyCollection<ScoreHead> known, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var submission = await submissions.ReadAsync(network.Netuid, cancellationToken).ConfigureAwait(false);
            var newest = await ReadNewestAsync(submission, attempt == 0 ? known : [], cancellationToken).ConfigureAwait(false);
            var due = newest.Where(stream => IsDue(submission, stream.Key, stream.Value)).ToDictionary();

            // After a lost race what is set may be another instance's older weights: then the newest are set again.
            if (attempt == 0 && (due.Count == 0 || submission.RetryAt > time.GetUtcNow()))
            {
                return;
            }

            var after = await AttemptAsync(submission, due, known, cancellationToken).ConfigureAwait(false);
            if (await submissions.TryWriteAsync(after, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async ValueTask<Dictionary<string, RoundSlot>> ReadNewestAsync(SubmittedWeights submission, IReadOnlyCollection<ScoreHead> known, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<string, RoundSlot>();
        foreach (var plan in settings.Streams)
        {
            var head = known.FirstOrDefault(head => head.StreamId == plan.Id && !(head.LastScored < submission.Submitted.GetValueOrDefault(plan.Id))) ?? await heads.ReadAsync(plan.Id, cancellationToken).ConfigureAwait(false);
            if (head.LastScored is { } slot)
            {
                newest.Add(plan.Id, slot);
            }
        }

        return newest;
    }

    private bool IsDue(SubmittedWeights submission, string stream, RoundSlot slot) =>
        submission.Submitted.GetValueOrDefault(stream) != slot
        && (!submission.Renewed.TryGetValue(stream, out var renewed)
            || time.GetUtcNow() - renewed >= settings.Streams.Single(plan => plan.Id == stream).Profile.WeightsEvery);

    private async ValueTask<SubmittedWeights> AttemptAsync(
        SubmittedWeights submission, Dictionary<string, RoundSlot> due, IReadOnlyCollection<ScoreHead> known, CancellationToken cancellationToken)
    {
        var chosen = settings.Streams
            .Where(plan => due.ContainsKey(plan.Id) || submission.Submitted.ContainsKey(plan.Id))
            .ToDictionary(plan => plan.Id, plan => due.TryGetValue(plan.Id, out var slot) ? slot : submission.Submitted[plan.Id]);
        var weights = await CombineAsync(chosen, known, cancellationToken).ConfigureAwait(false);
        if (weights.Count == 0)
        {
            return Failed(submission, "no registered miner has a weight");
        }

        WeightsResult result;
        try
        {
            result = await subtensor.SetWeightsAsync(network.Netuid, self, weights, cancellationToken).ConfigureAwait(false);
        }
        catch (SubtensorException refused)
        {
            return Failed(submission, refused.Message);
        }

        var rounds = string.Join(", ", chosen.Select(entry => $"{entry.Key} {entry.Value}"));
        if (result.Outcome == WeightsOutcome.TooEarly)
        {
            LogTooEarly(rounds, result);
            return Later(submission) with { Failure = null };
        }

        LogSet(weights.Count, rounds, result);
        var now = time.GetUtcNow();
        return submission with
        {
            Submitted = chosen,
            Renewed = chosen.Keys.ToDictionary(stream => stream, stream => due.ContainsKey(stream) ? now : submission.Renewed[stream]),
            Weights = weights,
            SetAt = now,
            Failure = null,
            Failures = 0,
            RetryAt = null,
        };
    }

    private async ValueTask<IReadOnlyList<UidWeight>> CombineAsync(
        Dictionary<string, RoundSlot> chosen, IReadOnlyCollection<ScoreHead> known, CancellationToken cancellationToken)
    {
        // Read anew: a uid may have another hotkey by now, which must not get the weight of the one before.
        var metagraph = await metagraphs.ReadNowAsync(cancellationToken).ConfigureAwait(false);
        var computed = new List<RoundWeights>();
        foreach (var plan in settings.Streams)
        {
            if (chosen.TryGetValue(plan.Id, out var slot))
            {
                var made = known.FirstOrDefault(head => head.StreamId == plan.Id && head.LastScored == slot)?.Weights;
                computed.Add(await FitWeightsAsync(plan, slot, made, metagraph, cancellationToken).ConfigureAwait(false));
            }
        }

        return CombinedWeights.ToUidWeights(computed, metagraph);
    }

    /// <summary>The stored weights; where a hotkey has left since they were computed, those of the others without it.</summary>
    /// <param name="made">The stored weights where this run has just made them.</param>
    private async ValueTask<RoundWeights> FitWeightsAsync(StreamPlan plan, RoundSlot slot, RoundWeights? made, Metagraph metagraph, CancellationToken cancellationToken)
    {
        if ((made ?? await documents.FindWeightsAsync(plan.Id, slot, cancellationToken).ConfigureAwait(false)) is { } weights
            && weights.Registered.All(entry => metagraph.Find(new Hotkey(entry.Hotkey)) is not null))
        {
            return weights;
        }

        var scores = await documents.FindScoresAsync(plan.Id, slot, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The scores of round {slot} of {plan.Id} are gone from Blob storage; restore container 'rounds'.");
        return RoundWeightsDocument.From(scores, plan.Profile, metagraph);
    }

    private SubmittedWeights Failed(SubmittedWeights submission, string reason)
    {
        LogFailed(reason);
        return Later(submission) with { Failure = reason };
    }

    private SubmittedWeights Later(SubmittedWeights submission)
    {
        var wait = TimeSpan.FromTicks(Math.Min(LongestRetry.Ticks, FirstRetry.Ticks << Math.Min(submission.Failures, 10)));
        return submission with { Failures = submission.Failures + 1, RetryAt = time.GetUtcNow() + wait };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Weights of {Miners} miners, from the scores of {Rounds}: {Result}")]
    private partial void LogSet(int miners, string rounds, WeightsResult result);

    [LoggerMessage(Level = LogLevel.Information, Message = "Weights from the scores of {Rounds} wait: {Result}")]
    private partial void LogTooEarly(string rounds, WeightsResult result);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Weights are not set: {Reason}")]
    private partial void LogFailed(string reason);
}
