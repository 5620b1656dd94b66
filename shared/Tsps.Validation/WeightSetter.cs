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
    WeightReader reader,
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
    public async ValueTask SetDueAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var submission = await submissions.ReadAsync(network.Netuid, cancellationToken).ConfigureAwait(false);
            var newest = await ReadNewestAsync(cancellationToken).ConfigureAwait(false);
            var due = newest.Where(stream => IsDue(submission, stream.Key, stream.Value)).ToDictionary();

            // After a lost race what is set may be another instance's older weights: then the newest are set again.
            if (attempt == 0 && (due.Count == 0 || submission.RetryAt > time.GetUtcNow()))
            {
                return;
            }

            var after = await AttemptAsync(submission, due, cancellationToken).ConfigureAwait(false);
            if (await submissions.TryWriteAsync(after, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async ValueTask<Dictionary<string, RoundSlot>> ReadNewestAsync(CancellationToken cancellationToken)
    {
        var newest = new Dictionary<string, RoundSlot>();
        foreach (var plan in settings.Streams)
        {
            if ((await heads.ReadAsync(plan.Id, cancellationToken).ConfigureAwait(false)).LastScored is { } slot)
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

    private async ValueTask<SubmittedWeights> AttemptAsync(SubmittedWeights submission, Dictionary<string, RoundSlot> due, CancellationToken cancellationToken)
    {
        var chosen = settings.Streams
            .Where(plan => due.ContainsKey(plan.Id) || submission.Submitted.ContainsKey(plan.Id))
            .ToDictionary(plan => plan.Id, plan => due.TryGetValue(plan.Id, out var slot) ? slot : submission.Submitted[plan.Id]);
        IReadOnlyList<UidWeight> weights;
        WeightsResult result;
        try
        {
            weights = await CombineAsync(chosen, cancellationToken).ConfigureAwait(false);
            if (weights.Count == 0)
            {
                return Failed(submission, "no registered miner has a weight");
            }

            result = await subtensor.SetWeightsAsync(network.Netuid, self, weights, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SubtensorException or DamagedDataException)
        {
            return Failed(submission, failure.Message);
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

    private async ValueTask<IReadOnlyList<UidWeight>> CombineAsync(Dictionary<string, RoundSlot> chosen, CancellationToken cancellationToken)
    {
        // Read anew: a uid may have another hotkey by now, which must not get the weight of the one before.
        var metagraph = await metagraphs.ReadNowAsync(cancellationToken).ConfigureAwait(false);
        var computed = new List<RoundWeights>();
        foreach (var plan in settings.Streams)
        {
            if (chosen.TryGetValue(plan.Id, out var slot))
            {
                computed.Add(await reader.ReadAsync(plan, slot, metagraph, cancellationToken).ConfigureAwait(false));
            }
        }

        return CombinedWeights.ToUidWeights(computed, metagraph);
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
