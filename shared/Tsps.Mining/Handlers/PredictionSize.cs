using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;
using Tsps.Storage;

namespace Tsps.Mining.Handlers;

/// <summary>How many values a Forward synapse asks for.</summary>
internal static class PredictionSize
{
    /// <summary>The longest answer given: what can be committed to.</summary>
    private const long Maximum = CommitmentTable.MostCloses;

    /// <param name="least">The smallest size that the reference miner answers.</param>
    /// <exception cref="SynapseFailedException">It is no size that this miner answers.</exception>
    public static int Of(ForwardSynapse synapse, int least) =>
        synapse.PredictionSize >= least && synapse.PredictionSize <= Maximum
            ? (int)synapse.PredictionSize
            : throw new SynapseFailedException($"prediction_size is {synapse.PredictionSize}; it must be from {least} to {Maximum}.");
}
