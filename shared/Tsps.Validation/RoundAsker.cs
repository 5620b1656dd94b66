using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Asks all miners once and keeps what they answer. The answers document is the commit point: it is written whole, once, before anything
/// else happens to the answers, and after a crash the rows are made from it.
/// </summary>
public sealed partial class RoundAsker(
    RoundStore rounds,
    PredictionStore predictions,
    MinerHistoryStore history,
    RoundDocumentStore documents,
    MetagraphReader metagraphs,
    RoundStart starts,
    IMinerQuery query,
    IHotkeySigner self,
    TimeProvider time,
    ILogger<RoundAsker> logger)
{
    /// <summary>Longer than <see cref="ValidatorSettings.AskingLimit"/>; past that miners would know too much of what they are asked for.</summary>
    private static readonly TimeSpan RepeatLimit = TimeSpan.FromMinutes(15);

    /// <summary>Takes a due round, unless another instance was first, and asks.</summary>
    public async ValueTask AskAsync(StreamPlan plan, Round round, CancellationToken cancellationToken)
    {
        if (await TryFinishAsync(round, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        // The forecasts begin now, before the candles are read: however long that takes, samples and truth keep their distance.
        var start = await FindStartAsync(plan, round, cancellationToken).ConfigureAwait(false);
        var samples = await starts.ReadSamplesAsync(plan, round.Slot, start, cancellationToken).ConfigureAwait(false);
        var (subnet, targets) = await ListTargetsAsync(cancellationToken).ConfigureAwait(false);
        if (targets.Count == 0)
        {
            await VoidAsync(round, VoidReasons.NoAxon, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (await TakeAsync(plan, round, targets.Count, start, cancellationToken).ConfigureAwait(false) is { } taken)
        {
            var requested = await predictions.MoveAsync([.. targets.Select(target => Requested(taken, target))], cancellationToken).ConfigureAwait(false);
            var question = new ForwardQuestion(plan.Stream, taken.RequestUuid, samples, plan.ForwardTimeout) { RevealedUntil = plan.RevealedUntil(taken.Slot) };
            var replies = await query.AskAsync(question, targets, cancellationToken).ConfigureAwait(false);

            // Where miners reveal at the end, their forecasts begin there (scoring specification, section 6.2).
            var asked = samples is null ? Started(plan, taken, await starts.DrawAsync(plan, round.Slot, cancellationToken).ConfigureAwait(false)) : taken;
            var answers = await documents.CreateAnswersAsync(ToDocument(asked, subnet, samples, replies), asked.Slot, cancellationToken).ConfigureAwait(false);
            await KeepAsync(taken, answers, requested, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Completes a round whose answers were stored before an interruption; false when there are none.</summary>
    public async ValueTask<bool> TryFinishAsync(Round round, CancellationToken cancellationToken)
    {
        if (round.State != RoundState.Asking || await documents.FindAnswersAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false) is not { } answers)
        {
            return false;
        }

        var requested = await predictions.ListAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false);
        await KeepAsync(round, answers, requested, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>A question that was interrupted a short while ago is the same once more: what it asks about, and the truth it is measured by.</summary>
    private async ValueTask<DateTimeOffset> FindStartAsync(StreamPlan plan, Round round, CancellationToken cancellationToken) =>
        round.State == RoundState.Asking && DateTimeOffset.FromUnixTimeMilliseconds(round.StartMs) is var first && time.GetUtcNow() - first < RepeatLimit
            ? first
            : await starts.DrawAsync(plan, round.Slot, cancellationToken).ConfigureAwait(false);

    /// <summary>Where the stored metagraph has none, it is read anew: on a young subnet axons may have been announced since.</summary>
    private async ValueTask<(Subnet? Subnet, List<Neuron> Targets)> ListTargetsAsync(CancellationToken cancellationToken)
    {
        var stored = await ListStoredTargetsAsync(cancellationToken).ConfigureAwait(false);
        if (stored.Targets.Count > 0)
        {
            return stored;
        }

        await metagraphs.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return await ListStoredTargetsAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<(Subnet? Subnet, List<Neuron> Targets)> ListStoredTargetsAsync(CancellationToken cancellationToken)
    {
        var metagraph = await metagraphs.GetAsync(cancellationToken).ConfigureAwait(false);
        return (metagraph.Subnet, [.. metagraph.ListAxons(except: self.Hotkey)]);
    }

    private ValueTask<Round?> TakeAsync(StreamPlan plan, Round round, int targets, DateTimeOffset start, CancellationToken cancellationToken) => rounds.TryReplaceAsync(
        Started(plan, round, start) with { State = RoundState.Asking, AskedCount = targets, ChangedAt = time.GetUtcNow() }, cancellationToken);

    private static Round Started(StreamPlan plan, Round round, DateTimeOffset start) => round with
    {
        StartMs = start.ToUnixTimeMilliseconds(),
        EndMs = (start + plan.Stream.Horizon).ToUnixTimeMilliseconds(),
    };

    private async ValueTask KeepAsync(Round round, RoundAnswers answers, IReadOnlyList<Prediction> requested, CancellationToken cancellationToken)
    {
        var versions = requested.ToDictionary(row => row.Hotkey, row => row.Version);
        await predictions.MoveAsync(
            [.. answers.Replies.Select(reply => ToPrediction(round, reply)).Select(row => row with { Version = versions.GetValueOrDefault(row.Hotkey, "") })],
            cancellationToken).ConfigureAwait(false);
        var received = answers.Replies.Count(reply => reply.Refusal is null);
        var asked = round with
        {
            State = RoundState.Asked,
            StartMs = answers.StartMs,
            EndMs = answers.EndMs,
            AskedCount = answers.Replies.Count,
            ReceivedCount = received,
            ChangedAt = time.GetUtcNow(),
        };
        if (await rounds.TryReplaceAsync(asked, cancellationToken).ConfigureAwait(false) is not null)
        {
            LogAsked(round.StreamId, round.Slot, answers.Replies.Count, received);
        }
    }

    private async ValueTask VoidAsync(Round round, string reason, CancellationToken cancellationToken)
    {
        await history.SaveAsync(await predictions.VoidAsync(round.StreamId, round.Slot, reason, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await rounds.TryReplaceAsync(round with { State = RoundState.Void, Reason = reason, ChangedAt = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        LogVoid(round.StreamId, round.Slot, reason);
    }

    private static Prediction Requested(Round round, Neuron target) => new()
    {
        StreamId = round.StreamId,
        Slot = round.Slot,
        Hotkey = target.Hotkey,
        Uid = target.Uid,
        State = PredictionState.Requested,
    };

    private static Prediction ToPrediction(Round round, MinerReply reply) => new()
    {
        StreamId = round.StreamId,
        Slot = round.Slot,
        Hotkey = new Hotkey(reply.Hotkey),
        Uid = reply.Uid,
        State = reply.Refusal is null ? PredictionState.Received : PredictionState.Refused,
        StatusCode = reply.StatusCode,
        Reason = reply.Refusal,
    };

    private static RoundAnswers ToDocument(Round round, Subnet? subnet, Samples? samples, IReadOnlyList<MinerReply> replies) => new()
    {
        StreamId = round.StreamId,
        Slot = round.Slot.Key,
        RequestUuid = round.RequestUuid,
        Subnet = subnet,
        StartMs = round.StartMs,
        EndMs = round.EndMs,
        SampleColumns = samples?.Columns ?? 0,
        Replies = replies,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream}: round {Slot} asked: {Asked} miners, {Received} answers kept")]
    private partial void LogAsked(string stream, RoundSlot slot, int asked, int received);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: round {Slot} is void: {Reason}")]
    private partial void LogVoid(string stream, RoundSlot slot, string reason);
}
