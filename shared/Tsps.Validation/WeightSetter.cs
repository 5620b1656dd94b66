using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Storage;
using Tsps.Subtensor;

namespace Tsps.Validation;

/// <summary>
/// Sets the computed weights at the cadence of their generation. Where a validator runs several, a stream whose turn it is not goes with the weights
/// that it had. An attempt that sets nothing keeps them, is recorded with its reason and made again, ever more seldom up to once an hour.
/// </summary>
public sealed partial class WeightSetter(
    DueWeights due,
    SubmittedWeightsStore submissions,
    SubmissionMaker maker,
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
        var isAnew = false;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var isFirst = attempt == 0;
            var submission = await submissions.ReadAsync(network.Netuid, cancellationToken).ConfigureAwait(false);
            if (!isAnew && submission.RetryAt > time.GetUtcNow())
            {
                return;
            }

            var (newer, problem) = await TryAsync(() => due.ListAsync(submission, isFirst ? known : [], cancellationToken)).ConfigureAwait(false);

            // After a lost race what is set may be another instance's older weights: then the newest are set again.
            if (!isAnew && newer?.Count == 0)
            {
                return;
            }

            var (isDone, wasSent) = newer is null
                ? (await submissions.TryWriteAsync(Failed(submission, problem), cancellationToken).ConfigureAwait(false), false)
                : await AttemptAsync(submission, newer, known, cancellationToken).ConfigureAwait(false);
            if (isDone)
            {
                return;
            }

            isAnew = wasSent;
        }
    }

    /// <summary>Stores what is about to be sent, sends it, and stores what became of it.</summary>
    /// <returns>Whether that was stored, and whether anything was sent.</returns>
    private async ValueTask<(bool IsDone, bool WasSent)> AttemptAsync(
        SubmittedWeights submission, IReadOnlyDictionary<string, RoundSlot> newer, IReadOnlyCollection<ScoreHead> known, CancellationToken cancellationToken)
    {
        var chosen = settings.Streams
            .Where(plan => newer.ContainsKey(plan.Id) || submission.Submitted.ContainsKey(plan.Id))
            .ToDictionary(plan => plan.Id, plan => newer.TryGetValue(plan.Id, out var slot) ? slot : submission.Submitted[plan.Id]);
        var (made, problem) = await TryAsync(() => maker.MakeAsync(chosen, known, cancellationToken)).ConfigureAwait(false);
        if (made is not { Computed.Count: > 0 })
        {
            var reason = made is null ? problem : "no registered miner has a weight";
            return (await submissions.TryWriteAsync(Failed(submission, reason), cancellationToken).ConfigureAwait(false), WasSent: false);
        }

        if (await submissions.TryWriteAsync(submission, made, cancellationToken).ConfigureAwait(false) is not var (begun, sent))
        {
            return (IsDone: false, WasSent: false);
        }

        var (after, completed) = await SendAsync(begun, sent, chosen, newer, cancellationToken).ConfigureAwait(false);
        if (await submissions.TryWriteAsync(after, completed, cancellationToken).ConfigureAwait(false) is null)
        {
            await submissions.CompleteAsync(completed, cancellationToken).ConfigureAwait(false);
            return (IsDone: false, WasSent: true);
        }

        return (IsDone: true, WasSent: true);
    }

    /// <summary>What could be made of the chain and of what is stored; else null, and why.</summary>
    private static async ValueTask<(T? Made, string Problem)> TryAsync<T>(Func<ValueTask<T>> make)
        where T : class
    {
        try
        {
            return (await make().ConfigureAwait(false), "");
        }
        catch (Exception failure) when (failure is SubtensorException || UnreadableData.Is(failure))
        {
            return (null, failure.Message);
        }
    }

    private async ValueTask<(SubmittedWeights After, SentWeights Completed)> SendAsync(
        SubmittedWeights submission, SentWeights sent, Dictionary<string, RoundSlot> chosen, IReadOnlyDictionary<string, RoundSlot> newer, CancellationToken cancellationToken)
    {
        WeightsResult result;
        try
        {
            result = await subtensor.SetWeightsAsync(network.Netuid, self, sent.Computed, cancellationToken).ConfigureAwait(false);
        }
        catch (SubtensorException refused)
        {
            return (Failed(submission, refused.Message), sent with { Outcome = "Failed", Note = refused.Message });
        }

        var completed = sent with
        {
            Outcome = result.Outcome.ToString(),
            Note = result.ToString(),
            Weights = result.Sent?.Weights,
            VersionKey = result.Sent?.VersionKey,
            MaxWeightsLimit = result.Sent?.MaxWeightsLimit,
            OwnUid = result.Sent?.OwnUid,
            Block = result.Block,
        };
        var rounds = string.Join(", ", chosen.Select(entry => $"{entry.Key} {entry.Value}"));
        if (result.Outcome == WeightsOutcome.TooEarly)
        {
            LogTooEarly(rounds, result);
            return (Later(submission) with { Failure = null }, completed);
        }

        LogSet(sent.Computed.Count, rounds, result);
        return (Set(submission, sent, chosen, newer), completed);
    }

    private SubmittedWeights Set(SubmittedWeights submission, SentWeights sent, Dictionary<string, RoundSlot> chosen, IReadOnlyDictionary<string, RoundSlot> newer)
    {
        var now = time.GetUtcNow();
        return submission with
        {
            Submitted = chosen,
            Renewed = chosen.Keys.ToDictionary(stream => stream, stream => newer.ContainsKey(stream) ? now : submission.Renewed[stream]),
            Weights = sent.Computed,
            SetAt = now,
            Failure = null,
            Failures = 0,
            RetryAt = null,
        };
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
