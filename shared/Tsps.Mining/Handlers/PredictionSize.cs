using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;
using Tsps.Storage;

namespace Tsps.Mining.Handlers;

/// <summary>How many values a Forward synapse asks for.</summary>
internal static class PredictionSize
{
    /// <summary>The longest answer given: what can be committed to.</summary>
    private const long Maximum = CommitmentTable.MostCloses;

    /// <exception cref="SynapseFailedException">It is no size that this miner answers.</exception>
    public static int Of(ForwardSynapse synapse) =>
        synapse.PredictionSize is >= 1 and <= Maximum
            ? (int)synapse.PredictionSize
            : throw new SynapseFailedException(400, $"prediction_size is {synapse.PredictionSize}; it must be from 1 to {Maximum}.");
}
