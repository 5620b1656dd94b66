using System.Globalization;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Dendrite;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Now and then, where the settings want it: miners are given scaled candles of the past (TrainingForward) and then what came after
/// (TrainingBackward). Nothing of it is kept or scored (scoring specification, section 6.8).
/// </summary>
public sealed partial class TrainingRounds(
    TrainingStore trainings,
    MetagraphReader metagraphs,
    ICandleSource candles,
    DendriteClient dendrite,
    IHotkeySigner self,
    RoundStart starts,
    StreamRuns runs,
    ValidatorSettings settings,
    TimeProvider time,
    ILogger<TrainingRounds> logger)
{
    /// <summary>What the reference gives miners (wire specification, section 10).</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Sends the training round of each v4 stream whose period has begun, unless another instance did.</summary>
    public async ValueTask SendDueAsync(CancellationToken cancellationToken)
    {
        if (settings.TrainingPeriod <= TimeSpan.Zero)
        {
            return;
        }

        await runs.EachAsync(StreamWork.Training, [.. settings.Streams.Where(plan => !plan.CommitsFirst)], SendAsync, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask SendAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        var slot = RoundSlot.Containing(time.GetUtcNow(), settings.TrainingPeriod);
        if (await trainings.IsTakenAsync(plan.Id, slot, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var start = await starts.DrawPastAsync(plan, slot, cancellationToken).ConfigureAwait(false);
        var samples = await starts.ReadSamplesAsync(plan, slot, start, cancellationToken).ConfigureAwait(false);
        var closes = (await candles.ReadAsync(plan.Stream, start, start + plan.Stream.Horizon, cancellationToken).ConfigureAwait(false)).Select(candle => candle.Close).ToArray();
        if (closes.Length != plan.Stream.PredictionSize)
        {
            throw new CandleSourceException(string.Create(CultureInfo.InvariantCulture, $"{candles.Name} has {closes.Length} of the {plan.Stream.PredictionSize} candles after {start:u}."));
        }

        // Taken before it is sent: a round may be lost to a crash, but miners are never trained twice.
        if (await trainings.TryTakeAsync(plan.Id, slot, time.GetUtcNow(), cancellationToken).ConfigureAwait(false))
        {
            await SendAsync(plan, slot, TrainingScaling.ScaleSamples(samples!), TrainingScaling.ScaleCloses(closes), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask SendAsync(StreamPlan plan, RoundSlot slot, Samples samples, double[] closes, CancellationToken cancellationToken)
    {
        var metagraph = await metagraphs.GetAsync(cancellationToken).ConfigureAwait(false);
        DendriteTarget[] miners = [.. metagraph.ListAxons(except: self.Hotkey).Select(neuron => new DendriteTarget(neuron.Hotkey, neuron.Axon))];
        var requestUuid = Guid.NewGuid();
        var forwards = await dendrite.AskAsync(StreamSynapses.TrainingForward(plan.Stream, requestUuid, samples), miners, Timeout, cancellationToken).ConfigureAwait(false);
        DendriteTarget[] heard = [.. forwards.Where(answer => answer.HasAnswered).Select(answer => answer.Target)];
        await dendrite.AskAsync(StreamSynapses.TrainingBackward(plan.Stream, requestUuid, closes), heard, Timeout, cancellationToken).ConfigureAwait(false);
        LogSent(plan.Id, slot, heard.Length, miners.Length);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream}: training round {Slot} was answered by {Heard} of {Asked} miners")]
    private partial void LogSent(string stream, RoundSlot slot, int heard, int asked);
}
