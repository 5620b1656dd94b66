using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Mining.Handlers;

/// <summary>Answers with the closes that the miner's model forecasts from the samples in the request (wire specification, section 8, v4).</summary>
public sealed class LiveForwardHandler(CurrentForecaster forecasters) : ISynapseHandler<LiveForward>
{
    public async ValueTask<LiveForward> HandleAsync(LiveForward synapse, AxonCall call, CancellationToken cancellationToken)
    {
        var size = PredictionSize.Of(synapse);
        var samples = ReadSamples(synapse, call);
        var forecaster = await forecasters.GetAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var closes = await forecaster.ForecastAsync(samples, size, cancellationToken).ConfigureAwait(false);
            return synapse with { Predictions = TensorCodec.Encode(Tensor.Of(closes, closes.Length), call.Spelling) };
        }
        catch (ArgumentException unsuitable)
        {
            throw new SynapseFailedException(400, unsuitable.Message);
        }
    }

    private static Samples ReadSamples(LiveForward synapse, AxonCall call)
    {
        var tensor = call.Decode(synapse.Samples ?? throw new SynapseFailedException(400, "samples are missing; this miner forecasts from those in the request."));
        if (tensor.Shape is not [>= Samples.RowCount, var columns])
        {
            throw new SynapseFailedException(400, $"samples have the shape [{string.Join(", ", tensor.Shape)}]; they are {Samples.RowCount} rows (close time, close, high, low, volume) of as many columns as there are candles.");
        }

        return new Samples(columns, tensor.ToDoubles().AsMemory(0, Samples.RowCount * columns));
    }
}
