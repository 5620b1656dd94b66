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
    RoundDocumentStore documents,
    MetagraphReader metagraphs,
    ICandleSource candles,
    IMinerQuery query,
    IHotkeySigner self,
    ValidatorSettings settings,
    RoundDraws draws,
    TimeProvider time,
    ILogger<RoundAsker> logger)
{
    /// <summary>Takes a due round, unless another instance was first, and asks.</summary>
    public async ValueTask AskAsync(Round round, CancellationToken cancellationToken)
    {
        if (await TryFinishAsync(round, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        // The forecasts begin now, before the candles are read: however long that takes, samples and truth keep their distance.
        var start = time.GetUtcNow();
        Samples samples;
        try
        {
            samples = await ReadSamplesAsync(round.Slot, start, cancellationToken).ConfigureAwait(false);
        }
        catch (CandleSourceException failure)
        {
            LogNoSamples(round.Slot, failure.Message);
            return;
        }

        var targets = await ListTargetsAsync(cancellationToken).ConfigureAwait(false);
        if (targets.Count == 0)
        {
            await VoidAsync(round, "no miner has announced an axon", cancellationToken).ConfigureAwait(false);
            return;
        }

        if (await TakeAsync(round, targets.Count, start, cancellationToken).ConfigureAwait(false) is { } taken)
        {
            await predictions.SaveAsync([.. targets.Select(target => Requested(taken, target))], cancellationToken).ConfigureAwait(false);
            var replies = await query.AskAsync(new ForwardQuestion(settings.Stream, taken.RequestUuid, samples, settings.ForwardTimeout), targets, cancellationToken).ConfigureAwait(false);
            var answers = await documents.CreateAnswersAsync(ToDocument(taken, samples, replies), taken.Slot, cancellationToken).ConfigureAwait(false);
            await KeepAsync(taken, answers, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Completes a round whose answers were stored before an interruption; false when there are none.</summary>
    public async ValueTask<bool> TryFinishAsync(Round round, CancellationToken cancellationToken)
    {
        if (round.State != RoundState.Asking || await documents.FindAnswersAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false) is not { } answers)
        {
            return false;
        }

        await KeepAsync(round, answers, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<Samples> ReadSamplesAsync(RoundSlot slot, DateTimeOffset start, CancellationToken cancellationToken)
    {
        var columnsADay = (int)(TimeSpan.FromDays(1) / settings.Stream.Interval);
        var columns = draws.Columns(slot, settings.MinimumSampleDays * columnsADay, settings.MaximumSampleDays * columnsADay);
        var found = await candles.ReadAsync(settings.Stream, start - (settings.Stream.Interval * columns), start, cancellationToken).ConfigureAwait(false);
        return found.Count > 0
            ? Samples.FromCandles(found, settings.Stream.Interval)
            : throw new CandleSourceException($"{candles.Name} has no candles of {settings.Stream.Id} before {start:u}.");
    }

    private async ValueTask<List<Neuron>> ListTargetsAsync(CancellationToken cancellationToken)
    {
        var metagraph = await metagraphs.GetAsync(cancellationToken).ConfigureAwait(false);
        return [.. metagraph.Neurons.Where(neuron => neuron.Axon is { IsAnnounced: true } && neuron.Hotkey != self.Hotkey)];
    }

    private ValueTask<Round?> TakeAsync(Round round, int targets, DateTimeOffset start, CancellationToken cancellationToken) => rounds.TryReplaceAsync(
        round with
        {
            State = RoundState.Asking,
            StartMs = start.ToUnixTimeMilliseconds(),
            EndMs = (start + settings.Stream.Horizon).ToUnixTimeMilliseconds(),
            AskedCount = targets,
            ChangedAt = time.GetUtcNow(),
        },
        cancellationToken);

    private async ValueTask KeepAsync(Round round, RoundAnswers answers, CancellationToken cancellationToken)
    {
        await predictions.SaveAsync([.. answers.Replies.Select(reply => ToPrediction(round, reply))], cancellationToken).ConfigureAwait(false);
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
            LogAsked(round.Slot, answers.Replies.Count, received);
        }
    }

    private async ValueTask VoidAsync(Round round, string reason, CancellationToken cancellationToken)
    {
        await rounds.TryReplaceAsync(round with { State = RoundState.Void, Reason = reason, ChangedAt = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        LogVoid(round.Slot, reason);
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

    private static RoundAnswers ToDocument(Round round, Samples samples, IReadOnlyList<MinerReply> replies) => new()
    {
        StreamId = round.StreamId,
        Slot = round.Slot.Key,
        RequestUuid = round.RequestUuid,
        StartMs = round.StartMs,
        EndMs = round.EndMs,
        SampleColumns = samples.Columns,
        Replies = replies,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Round {Slot} asked: {Asked} miners, {Received} answers kept")]
    private partial void LogAsked(RoundSlot slot, int asked, int received);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Round {Slot} is void: {Reason}")]
    private partial void LogVoid(RoundSlot slot, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Round {Slot} waits: its samples could not be read: {Reason}")]
    private partial void LogNoSamples(RoundSlot slot, string reason);
}
