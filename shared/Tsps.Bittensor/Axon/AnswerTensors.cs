using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Axon;

/// <summary>The tensors of a synapse, whichever its class.</summary>
internal static class AnswerTensors
{
    public static TensorBlock? First(SynapseType type, Synapse synapse) =>
        type.Members.Where(IsTensor).Select(member => (TensorBlock?)member.Get(synapse)).FirstOrDefault(block => block is not null);

    /// <summary>The same synapse with all tensors spelled as the caller reads them.</summary>
    public static Synapse Respell(SynapseType type, Synapse synapse, TensorDtypeSpelling spelling)
    {
        foreach (var member in type.Members)
        {
            if (IsTensor(member) && member.Get(synapse) is TensorBlock block && block.Spelling != spelling)
            {
                synapse = member.Set(synapse, block.WithSpelling(spelling));
            }
        }

        return synapse;
    }

    private static bool IsTensor(SynapseMember member) => member.Kind == SynapseValueKind.Tensor;
}
