using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;

namespace Tsps.Mining.Handlers;

/// <summary>
/// Answers a training request as the reference miner does: uniform draws around the middle of the scaled range, whatever the samples say. Samples
/// that cannot be read are refused all the same.
/// </summary>
public sealed class TrainingForwardHandler : ISynapseHandler<TrainingForward>
{
    private const double Lowest = 0.499;
    private const double Highest = 0.501;

    public ValueTask<TrainingForward> HandleAsync(TrainingForward synapse, AxonCall call, CancellationToken cancellationToken)
    {
        if (synapse.Samples is { } samples)
        {
            call.Decode(samples);
        }

        var draws = new double[PredictionSize.Of(synapse, least: 0)];
        for (var i = 0; i < draws.Length; i++)
        {
            draws[i] = Lowest + ((Highest - Lowest) * Random.Shared.NextDouble());
        }

        return ValueTask.FromResult(synapse with { Predictions = TensorCodec.Encode(Tensor.Of(draws, draws.Length), call.Spelling) });
    }
}
